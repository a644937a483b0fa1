"""One small source for every protocol, whose rows a test may change as their owners do.

Here: a table with a column of text in it, one load of it, a change to all its rows. Not here: what
must follow from a change (tests/faults/test_schema_drift.py).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from orchestration.extract.landed import read_load
from orchestration.extract.loads import Load
from orchestration.extract.sources import Patience, ServiceNowSource
from orchestration.extract.sources.sql import SqlSource
from orchestration.sandbox.serving.http_server import Answer, Request
from orchestration.settings import PROJECT_ROOT, Settings
from tests.support import event_files, rest_things, stub_table_api, things
from tests.support.event_files import Producer, click
from tests.support.stub_rows import all_tables
from tests.support.stub_table_api import SECRET, USER, StubTableApi
from tests.support.tables import extract_servicenow

Row = dict[str, Any]
Change = Callable[[Row], Row]


@dataclass(frozen=True)
class Bench:
    """A source under test: its table, a column to lose, a column with a value of another type than
    the one it promised, a load, a change of its rows."""

    source: str
    table: str
    column: str
    retyped: Row
    load: Callable[[Path], Load]
    change: Callable[[Change], None]


@contextmanager
def table_api(_: Path) -> Iterator[Bench]:
    with stub_table_api.serving(StubTableApi(all_tables(5))) as stub:
        source = ServiceNowSource(
            base_url=stub.address,
            auth="basic",
            username_variable="STUB_USER",
            password_variable="STUB_SECRET",
            patience=Patience(attempts=2, first_wait_seconds=0.001),
        )

        def load(home: Path) -> Load:
            settings = Settings(PROJECT_ROOT, home)
            extract_servicenow(settings, source, progress=lambda _: None)
            return read_load(max(settings.raw.glob("servicenow/loads/*")))

        def change(how: Change) -> None:
            stub.tables["incident"] = [how(dict(row)) for row in stub.tables["incident"]]

        yield Bench("servicenow", "incident", "contact_type", {"priority": 7}, load, change)


@contextmanager
def rest(_: Path) -> Iterator[Bench]:
    with rest_things.running_things(5) as running:

        def change(how: Change) -> None:
            def meddle(request: Request, answer: Answer) -> Answer:
                if "/things?" not in request.target:
                    return answer
                content = json.loads(answer.body)
                content["data"] = [how(row) for row in content["data"]]
                return replace(answer, body=json.dumps(content).encode())

            running.api.meddle = meddle

        yield Bench(
            rest_things.SOURCE,
            "things",
            "name",
            {"weight_kg": "heavy"},
            lambda home: running.load(home / "raw"),
            change,
        )


@contextmanager
def event_folder(folder: Path) -> Iterator[Bench]:
    producer = Producer(str(folder / "files"))
    producer.deliver("2026-01-05.parquet", [click(1), click(2)])

    def change(how: Change) -> None:
        days = len(producer.entries)
        producer.deliver(f"2026-01-{5 + days:02d}.parquet", [how(click(10 + days))])

    yield Bench(
        event_files.SOURCE,
        event_files.TABLE.name,
        "page",
        {"page": 7},
        lambda home: event_files.load(home / "raw", producer.base_url),
        change,
    )


@contextmanager
def sql(folder: Path) -> Iterator[Bench]:
    file = folder / "things.sqlite"
    rows = [dict(zip(things.TYPES, row, strict=True)) for row in things.ROWS.values()]

    def write(changed: list[Row]) -> None:
        """The table made anew, each column of its type unless its value is of another."""
        texts = {name for name, value in changed[0].items() if value == "spring"}
        types = things.TYPES | dict.fromkeys(texts, "text")
        columns = ", ".join(f"{name} {types.get(name, 'text')}" for name in changed[0])
        marks = ", ".join("?" for _ in changed[0])
        with sqlite3.connect(file) as connection:
            connection.execute("drop table if exists thing")
            connection.execute(f"create table thing ({columns})")
            for row in changed:
                connection.execute(f"insert into thing values ({marks})", list(row.values()))

    write(rows)
    yield Bench(
        "toy",
        "thing",
        "label",
        {"made_on": "spring"},
        lambda home: things.load_things(home, SqlSource(name="toy", url=f"sqlite:///{file}")),
        lambda how: write([how(dict(row)) for row in rows]),
    )


BENCHES: dict[str, Callable[[Path], AbstractContextManager[Bench]]] = {
    "table_api": table_api,
    "rest": rest,
    "event_files": event_folder,
    "sql": sql,
}
CREDENTIALS = {"STUB_USER": USER, "STUB_SECRET": SECRET}
