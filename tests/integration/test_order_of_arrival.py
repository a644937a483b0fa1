"""In whatever order and batches the versions of records arrive, staging says the same.

Asked is the SQL the run compiled, over tables in memory: every staging model of a table whose rows
carry a stamp of their last change. What a load itself decides (the newest file of a day, the newest
sweep of keys) is no matter of order and is left out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.extract.contracts import SourceTable, read_contracts
from orchestration.settings import PROJECT_ROOT
from orchestration.transform.dbt import target_folder
from tests.conftest import PipelineRun

READ = re.compile(r"read_parquet\('[^']*/raw/(\w+)/loads/\*/(\w+)/\*\.parquet',[^)]*\)")
DELETIONS = "model.vital_signs.stg_servicenow__deletions"
FIRST = datetime(2025, 6, 1, 10, tzinfo=UTC)
KEYS = ("a", "b", "c")


def stamp_at(minute: int) -> str:
    """The stamp of a change so many minutes after the first."""
    return f"{FIRST + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S}"


def is_ordered(table: SourceTable) -> bool:
    return bool(table.key and table.stamp) and table.name != "sys_audit_delete"


TABLES = [
    table
    for contract in read_contracts(PROJECT_ROOT).values()
    for table in contract.tables
    if is_ordered(table)
]


pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Arrival:
    """A version of a record (or the log entry of its deletion), and the load it came in."""

    key: str
    minute: int
    load: int
    is_deletion: bool = False

    @property
    def stamp(self) -> str:
        return stamp_at(self.minute)


# Versions and deletions of three records, some delivered several times, each by any load.
arrivals = st.lists(
    st.builds(
        Arrival,
        key=st.sampled_from(KEYS),
        minute=st.integers(0, 9),
        load=st.integers(1, 5),
        is_deletion=st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


class Staging:
    """The staging models of the run, over raw tables that a test fills."""

    def __init__(self, nodes: dict[str, Any]) -> None:
        self.warehouse = duckdb.connect(":memory:")
        self.warehouse.execute("attach ':memory:' as warehouse; create schema warehouse.staging")
        self.queries: dict[tuple[str, str], str] = {}
        contracts = read_contracts(PROJECT_ROOT)
        for contract in contracts.values():
            for name, columns in contract.raw_tables.items():
                names = ", ".join(f'"{column}" varchar' for column in (*columns, "_load_id"))
                self.warehouse.execute(f'create table "{contract.source}.{name}" ({names})')
        deletions = self._in_memory(nodes[DELETIONS])
        self.warehouse.execute(
            f"create view warehouse.staging.stg_servicenow__deletions as {deletions}"
        )
        for node in nodes.values():
            parents = set(node["depends_on"]["nodes"])
            models = {parent for parent in parents if parent.startswith("model.")}
            if "is_latest_version" not in node["compiled_code"] or models - {DELETIONS}:
                continue
            for parent in parents - models:
                _, _, source, table = parent.split(".")
                self.queries[source, table] = self._in_memory(node)

    def _in_memory(self, node: dict[str, Any]) -> str:
        return READ.sub(lambda found: f'"{found[1]}.{found[2]}"', node["compiled_code"])

    def latest(self, table: SourceTable, found: list[Arrival]) -> list[tuple[Any, ...]]:
        """The latest version of each record, without the load it came in."""
        for name in (table.name, "sys_audit_delete"):
            if name == table.name or table.deletes == "audit_table":
                self.warehouse.execute(f'delete from "{table.source}.{name}"')
        for arrival in found:
            self._insert(table, arrival)
        query = self.queries[table.source, table.name]
        relation = self.warehouse.sql(
            f"select * exclude (load_id, is_latest_version) from ({query}) where is_latest_version"
        )
        return sorted(relation.fetchall(), key=str)

    def _insert(self, table: SourceTable, arrival: Arrival) -> None:
        load = f"{table.source}-{arrival.load:08d}"
        if arrival.is_deletion:
            if table.deletes == "audit_table":
                entry = (f"{arrival.key}{arrival.minute}", arrival.stamp, table.name, arrival.key)
                self.warehouse.execute(
                    f'insert into "{table.source}.sys_audit_delete" values (?, ?, ?, ?, ?)',
                    [*entry, load],
                )
            return
        # Everything in a version says which one it is.
        values = dict.fromkeys(table.columns, f"{arrival.key} at {arrival.stamp}")
        values |= {table.key: arrival.key, table.stamp: arrival.stamp, "_load_id": load}
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" for _ in values)
        self.warehouse.execute(
            f'insert into "{table.source}.{table.name}" ({names}) values ({marks})',
            list(values.values()),
        )


@pytest.fixture(scope="module")
def staging(pipeline_run: PipelineRun) -> Staging:
    path = target_folder(pipeline_run.settings) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    return Staging(
        {
            name: node
            for name, node in manifest["nodes"].items()
            if name.startswith("model.") and "/staging/" in node["original_file_path"]
        }
    )


def in_order(found: list[Arrival]) -> list[Arrival]:
    """The same versions, each once, each in a load of its own, the oldest first."""
    ordered = sorted({(one.minute, one.key, one.is_deletion) for one in found})
    return [
        Arrival(key, minute, number, is_deletion)
        for number, (minute, key, is_deletion) in enumerate(ordered, start=1)
    ]


def test_every_table_with_a_stamp_is_asked(staging: Staging) -> None:
    assert len(TABLES) >= 3
    assert {(table.source, table.name) for table in TABLES} <= staging.queries.keys()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.source}.{table.name}")
def test_no_order_and_no_batching_changes_what_staging_says(
    table: SourceTable, staging: Staging
) -> None:
    @settings(max_examples=20, deadline=None)
    @given(arrivals)
    def holds(found: list[Arrival]) -> None:
        expected = staging.latest(table, in_order(found))
        assert staging.latest(table, found) == expected
        assert len(expected) == len({one.key for one in found if not one.is_deletion})

    holds()


@settings(max_examples=60, deadline=None)
@given(found=arrivals)
def test_the_last_change_counts_and_a_deletion_after_it(
    found: list[Arrival], staging: Staging
) -> None:
    """The same by hand: the newest minute of each record, gone if its deletion is no older."""
    table = next(table for table in TABLES if table.name == "change_request")
    staging.latest(table, found)
    query = staging.queries["servicenow", "change_request"]
    rows = staging.warehouse.sql(
        f"select change_id, state, is_deleted from ({query}) where is_latest_version"
    ).fetchall()
    newest: dict[str, int] = {}
    deleted: dict[str, int] = {}
    for one in found:
        known = deleted if one.is_deletion else newest
        known[one.key] = max(one.minute, known.get(one.key, -1))
    expected = {
        key: (f"{key} at {stamp_at(minute)}", deleted.get(key, -1) >= minute)
        for key, minute in newest.items()
    }
    assert {key: (state, is_deleted) for key, state, is_deleted in rows} == expected
