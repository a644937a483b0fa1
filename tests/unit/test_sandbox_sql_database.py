"""The simulated databases: typed as the contract promises, written again only when they changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pyarrow as pa

from orchestration.extract.loads import text_table
from orchestration.extract.sources.sql import SqlSource
from orchestration.sandbox.serving.sql_database import database_path, write_database
from orchestration.settings import Settings
from tests.support.raw_reading import landed
from tests.support.things import PLAIN, ROWS, TYPES, load_things


def written_rows(rows: dict[str, tuple[str | None, ...]]) -> pa.Table:
    """Rows as a domain of the sandbox draws them: nothing is null, what is unset is empty."""
    return text_table(tuple(TYPES), [[value or "" for value in row] for row in rows.values()])


def asked(path: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def test_texts_become_values_of_their_types_and_unset_ones_null(settings: Settings) -> None:
    write_database(settings, "toy", {"thing": written_rows(ROWS)}, (PLAIN,))
    kinds = ", ".join(f"typeof({name})" for name in TYPES)
    path = database_path(settings, "toy")
    assert asked(path, f"select {kinds} from thing where thing_id in ('a', 'd')") == [
        ("text", "text", "text", "integer", "integer", "real", "text"),
        ("text", "text", "text", "integer", "integer", "null", "text"),
    ]
    assert asked(path, "select is_used, weight, price, label from thing where thing_id = 'c'") == [
        (None, None, 0.1, "")
    ]


def test_what_was_written_lands_as_it_was(settings: Settings, tmp_path: Path) -> None:
    url = write_database(settings, "toy", {"thing": written_rows(ROWS)}, (PLAIN,))
    load_things(tmp_path, SqlSource(name="toy", url=url), PLAIN)
    found = landed(tmp_path / "raw", "toy", "thing")
    # A text that is unset stays empty; everything else that is unset is null.
    expected = [
        tuple("" if n == "label" and not v else v for n, v in zip(TYPES, row, strict=True))
        for row in ROWS.values()
    ]
    assert [tuple(row[name] for name in TYPES) for row in found] == expected


def test_a_database_is_written_again_only_when_its_rows_changed(settings: Settings) -> None:
    write_database(settings, "toy", {"thing": written_rows(ROWS)}, (PLAIN,))
    path = database_path(settings, "toy")
    first = path.stat()
    write_database(settings, "toy", {"thing": written_rows(ROWS)}, (PLAIN,))
    assert path.stat().st_ino == first.st_ino
    changed = ROWS | {"a": ("a", "two", *ROWS["a"][2:])}
    write_database(settings, "toy", {"thing": written_rows(changed)}, (PLAIN,))
    assert path.stat().st_ino != first.st_ino
    assert asked(path, "select label from thing where thing_id = 'a'") == [("two",)]


def test_a_file_of_another_kind_is_replaced(settings: Settings) -> None:
    path = database_path(settings, "toy")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 100)
    write_database(settings, "toy", {"thing": written_rows(ROWS)}, (PLAIN,))
    assert asked(path, "select count(*) from thing") == [(4,)]
