"""Releases of a few tables and rows, made by hand, in the form that a real one has.

Here: a little catalogue of two scorecards, figures of theirs that a test may choose, and the folder
with its manifest. Not here: what is done with them.

    north  a whole and, below it, `north_east` and below that `north_east_coast`; its figures are
           signed: January approved, February submitted
    south  a whole alone; nobody signs
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from orchestration.files import sha256_of
from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.released import write_metrics
from orchestration.publish.datapackage import write_descriptor
from orchestration.publish.manifest import Manifest, ReleasedFile
from orchestration.publish.release import Release
from orchestration.publish.tables import Column, Reference, Table
from tests.support.metrics import metric

TYPES = {
    "number": "DECIMAL(38,9)",
    "text": "VARCHAR",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "flag": "BOOLEAN",
    "date": "DATE",
    "moment": "TIMESTAMP",
}
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
NORTH, EAST, COAST, SOUTH = "north", "north_east", "north_east_coast", "south"
Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Made:
    """A table and its rows."""

    table: Table
    rows: Rows


def utc(moment: str) -> datetime:
    """A moment as the marts hold it: UTC, without saying so."""
    return datetime.fromisoformat(moment)


def made(name: str, columns: str, key: str, references: str, *rows: tuple[Any, ...]) -> Made:
    """A table from words: `measure_id:text!` is a required column, `a>t.b` a reference."""
    described = tuple(
        Column(
            name=word.split(":")[0],
            data_type=TYPES[word.split(":")[1].rstrip("!")],
            description=f"What {word.split(':')[0]} of {name} is, it's said here.",
            is_required=word.endswith("!"),
            allowed=(),
        )
        for word in columns.split()
    )
    referred = tuple(
        Reference(word.split(">")[0], *word.split(">")[1].split(".")) for word in references.split()
    )
    description = f"Table {name}. Grain: one row per {key or 'entry'}."
    table = Table(name, description, "performance", described, tuple(key.split()), referred)
    return Made(table, rows)


def catalogue() -> tuple[Made, ...]:
    """Two scorecards, their units, measures, forums and promises."""
    return (
        made(
            "dim_dates",
            "date_day:date!",
            "date_day",
            "",
            *((date(2026, 1, day),) for day in range(1, 32)),
        ),
        made(
            "dim_rag_statuses",
            "rag_status:text! name:text",
            "rag_status",
            "",
            ("green", "Green"),
            ("red", "Red"),
        ),
        made(
            "dim_scorecards",
            "scorecard_id:text! name:text! source_document:text licence_id:text "
            "licence_url:text rights_statement:text sort_order:integer",
            "scorecard_id",
            "",
            (NORTH, "The North", "A paper", None, None, None, 1),
            (SOUTH, "The South", "A paper", None, None, None, 2),
        ),
        made(
            "dim_organisation_units",
            "organisation_unit_id:text! scorecard_id:text! parent_organisation_unit_id:text",
            "organisation_unit_id",
            "scorecard_id>dim_scorecards.scorecard_id "
            "parent_organisation_unit_id>dim_organisation_units.organisation_unit_id",
            (NORTH, NORTH, None),
            (EAST, NORTH, NORTH),
            (COAST, NORTH, EAST),
            (SOUTH, SOUTH, None),
        ),
        made(
            "dim_measures",
            "measure_id:text! scorecard_id:text! parent_measure_id:text is_part:flag!",
            "measure_id",
            "scorecard_id>dim_scorecards.scorecard_id parent_measure_id>dim_measures.measure_id",
            ("n_waits", NORTH, None, False),
            ("s_waits", SOUTH, None, False),
        ),
        made(
            "dim_periods",
            "period_id:text! end_date:date!",
            "period_id",
            "",
            ("2026-01", JANUARY),
            ("2026-02", FEBRUARY),
        ),
        made(
            "dim_forums",
            "forum_id:text! scorecard_id:text!",
            "forum_id",
            "scorecard_id>dim_scorecards.scorecard_id",
            ("north_board", NORTH),
            ("south_board", SOUTH),
        ),
        made(
            "dim_targets",
            "target_version_id:text! measure_id:text! organisation_unit_id:text! "
            "target_value:number effective_from_date:date! effective_to_date:date "
            "recorded_at:moment! superseded_at:moment",
            "target_version_id",
            "measure_id>dim_measures.measure_id "
            "organisation_unit_id>dim_organisation_units.organisation_unit_id",
            *TARGETS,
        ),
    )


# The first promise was corrected at noon of the 15th; the third begins on the 21st.
TARGETS: Rows = (
    (
        "t1",
        "n_waits",
        NORTH,
        Decimal(10),
        date(2026, 1, 1),
        date(2026, 1, 20),
        utc("2026-01-01 09:00"),
        utc("2026-01-15 12:00"),
    ),
    (
        "t2",
        "n_waits",
        NORTH,
        Decimal(11),
        date(2026, 1, 1),
        date(2026, 1, 20),
        utc("2026-01-15 12:00"),
        None,
    ),
    ("t3", "n_waits", NORTH, Decimal(12), date(2026, 1, 21), None, utc("2026-01-10 09:00"), None),
)
FIGURE = "measure_id:text! organisation_unit_id:text! period_id:text!"
FIGURE_KEY = "measure_id organisation_unit_id period_id"
OF_A_FIGURE = (
    "measure_id>dim_measures.measure_id period_id>dim_periods.period_id "
    "organisation_unit_id>dim_organisation_units.organisation_unit_id"
)


def figures(value: Decimal) -> tuple[Made, ...]:
    """Values and colours, every one of them this value, and what was said of some."""
    places = [("n_waits", unit) for unit in (NORTH, EAST, COAST)] + [("s_waits", SOUTH)]
    months = (("2026-01", JANUARY, "approved", True), ("2026-02", FEBRUARY, "submitted", False))
    keyed = [
        (measure, unit, period, day, state if measure == "n_waits" else None, done)
        for measure, unit in places
        for period, day, state, done in months
    ]
    return (
        made(
            "fct_measure_values",
            f"{FIGURE} value:number value_status:text! sign_off_state:text period_end_date:date!",
            FIGURE_KEY,
            OF_A_FIGURE,
            *((m, u, p, value, "reported", state, day) for m, u, p, day, state, _ in keyed),
        ),
        made(
            "fct_measure_statuses",
            f"{FIGURE} rag_status:text! value:number is_complete:flag period_end_date:date!",
            FIGURE_KEY,
            f"{OF_A_FIGURE} rag_status>dim_rag_statuses.rag_status",
            *((m, u, p, "green", value, done, day) for m, u, p, day, _, done in keyed),
        ),
        made(
            "fct_organisation_figures",
            "measure_id:text! period_id:text! scorecard_id:text! value:number",
            "measure_id period_id",
            "measure_id>dim_measures.measure_id",
            *((m, p, u, value) for m, u, p, *_ in keyed if u in (NORTH, SOUTH)),
        ),
        made(
            "fct_sign_offs",
            f"{FIGURE} sign_off_state:text!",
            FIGURE_KEY,
            OF_A_FIGURE,
            *((m, u, p, state) for m, u, p, _, state, _ in keyed if state),
        ),
        made(
            "fct_publications",
            "publication_id:text! forum_id:text! published_on_date:date!",
            "publication_id",
            "forum_id>dim_forums.forum_id",
            ("p1", "north_board", date(2026, 1, 10)),
            ("p2", "north_board", date(2026, 1, 20)),
        ),
        made(
            "fct_published_measures",
            f"publication_id:text! {FIGURE} value:number",
            f"publication_id {FIGURE_KEY}",
            f"{OF_A_FIGURE} publication_id>fct_publications.publication_id",
            ("p1", "n_waits", NORTH, "2026-01", Decimal(1)),
            ("p2", "n_waits", NORTH, "2026-01", Decimal(2)),
        ),
        made(
            "fct_actions",
            "scorecard_id:text measure_id:text position:integer action:text",
            "scorecard_id measure_id position",
            "",
            (NORTH, "n_waits", 1, "Call back"),
            (NORTH, None, 2, "Recruit"),
            (SOUTH, None, 1, "Train"),
            (None, None, 1, "Of nobody"),
        ),
        made(
            "metric_figures",
            "metric:text! grain:text! period_id:text! scorecard_id:text "
            "organisation_unit_id:text value:number!",
            "metric grain period_id scorecard_id organisation_unit_id",
            "",
            ("n_waits", "fiscal_year", "2025/26", None, None, value),
            ("n_waits_by_unit", "fiscal_year", "2025/26", None, EAST, value),
            ("s_waits", "fiscal_year", "2025/26", None, None, value),
            ("red_measures", "fiscal_year", "2025/26", SOUTH, None, value),
            ("red_measures", "fiscal_year", "2025/26", None, None, value),
        ),
        made("fct_extractions", "source:text row_count:bigint", "source", "", ("returns", 12)),
    )


METRICS = (
    metric("n_waits", scorecard_id=NORTH),
    metric("n_waits_by_unit", scorecard_id=NORTH),
    metric("s_waits", scorecard_id=SOUTH),
    metric("red_measures", scorecard_id=None),
)


def write_release(home: Path, release_id: str, tables: Sequence[Made]) -> Release:
    """A release of these tables below `home/releases`, with its description and its hashes."""
    folder = home / "releases" / release_id
    folder.mkdir(parents=True)
    files = []
    with duckdb.connect() as connection:
        for entry in tables:
            table, file = entry.table, folder / f"{entry.table.name}.parquet"
            columns = ", ".join(f'"{column.name}" {column.data_type}' for column in table.columns)
            connection.execute(f"create table made ({columns})")
            if entry.rows:
                marks = ", ".join("?" for _ in table.columns)
                connection.executemany(f"insert into made values ({marks})", entry.rows)
            connection.execute(f"copy made to '{file}' (format parquet)")
            connection.execute("drop table made")
            files.append(ReleasedFile(file.name, len(entry.rows), sha256_of(file)))
    described = [entry.table for entry in tables]
    moment = "2026-03-01T08:00:00.000+00:00"
    files.append(
        write_descriptor(folder, described, files, release_id=release_id, created_at=moment)
    )
    files.append(write_metrics(folder, MetricList(METRICS, ())))
    manifest = Manifest(
        release_id=release_id,
        created_at=moment,
        as_of_date="2026-02-28",
        as_known_date=None,
        git_commit="unknown",
        git_is_dirty=False,
        dbt_invocation_id="none",
        versions={},
        content_hash=f"hash of {release_id}",
        mart_hashes={},
        inputs=(),
        files=tuple(files),
    )
    manifest.write(folder)
    return Release(folder, manifest)


def small_release(home: Path, release_id: str, value: int = 1) -> Release:
    """The little catalogue with every figure at one value."""
    return write_release(home, release_id, (*catalogue(), *figures(Decimal(value))))


def changed(tables: Sequence[Made], name: str, **parts: Any) -> tuple[Made, ...]:
    """The same tables, one of them otherwise: its `table` or its `rows`."""
    return tuple(replace(entry, **parts) if entry.table.name == name else entry for entry in tables)


def columns_of(tables: Sequence[Made]) -> Mapping[str, Table]:
    """The tables by name."""
    return {entry.table.name: entry.table for entry in tables}
