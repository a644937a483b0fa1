"""One kind of load for every protocol, to be killed at every step: what stood at the source before
the load and what stands there now, the load, and what must have landed.

Here: small sources of each protocol in two states. Not here: the killing (`killing`).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from orchestration.extract.connectors.rest import open_tables as open_rest_tables
from orchestration.extract.contracts import KEYS
from orchestration.extract.landed import committed_loads, verify_load
from orchestration.extract.raw_zone import locked_source
from orchestration.extract.sources import PrometheusSource, ServiceNowSource
from orchestration.extract.sources.rest import RestSource
from orchestration.extract.sources.sql import SqlSource
from orchestration.sandbox.serving.http_server import serving
from orchestration.sandbox.serving.login import Credentials, Login
from orchestration.sandbox.serving.rest_api import RestApi
from orchestration.sandbox.serving.rest_table import RestTable
from orchestration.settings import PROJECT_ROOT, Settings
from tests.support import event_files, rest_things, stub_prometheus, stub_table_api, things
from tests.support.event_files import Producer, click
from tests.support.killing import Kind, served_apart
from tests.support.raw_reading import landed, leftovers
from tests.support.recounting import newest, utc_moment
from tests.support.stub_prometheus import StubPrometheus, StubSeries
from tests.support.stub_rows import all_tables, row, stamp
from tests.support.stub_table_api import SECRET, USER, StubTableApi
from tests.support.tables import extract, extract_servicenow

Rows = Mapping[str, Mapping[str, str | None]]


@contextmanager
def protocols(folder: Path) -> Iterator[list[Kind]]:
    """The kinds, with their sources there as long as the block runs."""
    with ExitStack() as running:
        yield [
            running.enter_context(table_api()),
            running.enter_context(rest()),
            running.enter_context(prometheus()),
            sql(folder),
            files(folder),
        ]


def expect_whole(raw: Path, source: str, loads: int) -> None:
    """Two loads, one before the killed one and one after it, and nothing half-way."""
    found = committed_loads(raw, source)
    assert [load.name for load in found] == [f"{n:08d}" for n in range(1, len(found) + 1)]
    assert len(found) >= loads, f"{len(found)} loads"
    assert [finding for load in found for finding in verify_load(load)] == []
    assert not leftovers(raw)


def expect_rows(found: list[dict[str, str]], key: str, expected: Rows) -> None:
    """Each record once, as the source has it now."""
    keys = [record[key] for record in found]
    assert len(keys) == len(set(keys)), f"doubled: {keys}"
    assert set(keys) == set(expected), f"lost or too many: {set(keys) ^ set(expected)}"
    for record in found:
        assert {name: record[name] for name in expected[record[key]]} == expected[record[key]]


@contextmanager
def table_api() -> Iterator[Kind]:
    """A record changed, one is new, one was deleted and stands in the log."""
    before, now = all_tables(6), all_tables(6)
    for tables in (before, now):
        tables["sys_audit_delete"].clear()
    now["incident"][1] |= {"state": "changed", "sys_updated_on": stamp(7)}
    now["incident"].append(row("incident", 8))
    gone = now["incident"].pop(2)
    entry = row("sys_audit_delete", 9, documentkey=gone["sys_id"])
    now["sys_audit_delete"].append(entry)
    os.environ |= {"STUB_USER": USER, "STUB_SECRET": SECRET}

    def load(address: str, home: Path) -> None:
        source = ServiceNowSource(
            base_url=address,
            auth="basic",
            username_variable="STUB_USER",
            password_variable="STUB_SECRET",
            page_size=3,
        )
        extract_servicenow(Settings(PROJECT_ROOT, home), source, progress=lambda _: None)

    def check(home: Path) -> None:
        raw = home / "raw"
        expect_whole(raw, "servicenow", 2)
        log = newest(raw, "servicenow", "sys_audit_delete", "sys_id", "sys_created_on")
        deleted = {item["documentkey"] for item in log}
        found = newest(raw, "servicenow", "incident", "sys_id", "sys_updated_on")
        left = [record for record in found if record["sys_id"] not in deleted]
        expect_rows(left, "sys_id", {item["sys_id"]: item for item in now["incident"]})

    with served_apart(stub_of(before)) as first, served_apart(stub_of(now)) as second:
        yield Kind("table_api", partial(load, second), check, partial(load, first))


def stub_of(tables: dict[str, list[dict[str, str]]]) -> Callable[[], Iterator[str]]:
    """A stub Table API that gives its address."""

    @contextmanager
    def serve() -> Iterator[str]:
        with stub_table_api.serving(StubTableApi(tables)) as api:
            yield api.address

    return serve


@contextmanager
def prometheus() -> Iterator[Kind]:
    """A probe was written late, one says otherwise now, one was deleted, and some are new."""
    before, now = probed(range(40)), probed(range(60))
    del before[30]
    now[35] = (now[35][0], "0")
    del now[38]
    os.environ["STUB_TOKEN"] = stub_prometheus.TOKEN

    def load(address: str, home: Path) -> None:
        source = PrometheusSource(
            base_url=address,
            first_date="2026-01-10",
            token_variable="STUB_TOKEN",
            points_per_query=20,
            overlap_seconds=900,
        )
        extract(Settings(PROJECT_ROOT, home), "monitoring", source, progress=lambda _: None)

    def check(home: Path) -> None:
        raw = home / "raw"
        expect_whole(raw, "monitoring", 2)
        starts = {
            item["load_id"]: utc_moment(item["window_from"])
            for item in landed(raw, "monitoring", "_ledger")
        }
        # A reading replaces what earlier loads hold from its window's start on.
        left = [
            item
            for item in landed(raw, "monitoring", "probe_success")
            if not any(
                load_id > item["_load_id"] and start and int(item["probed_at"]) >= start.timestamp()
                for load_id, start in starts.items()
            )
        ]
        expected = {str(moment // 1000): {"value": value} for moment, value in now}
        expect_rows(left, "probed_at", expected)

    with served_apart(served_probes(before)) as first, served_apart(served_probes(now)) as second:
        yield Kind("prometheus", partial(load, second), check, partial(load, first))


def probed(minutes: range) -> list[tuple[int, str]]:
    """A probe a minute from midnight on, in milliseconds."""
    midnight = int(datetime(2026, 1, 10, tzinfo=UTC).timestamp())
    return [((midnight + 60 * minute) * 1000, "1") for minute in minutes]


def served_probes(samples: list[tuple[int, str]]) -> Callable[[], Iterator[str]]:
    """A stub Prometheus that gives its address; its clock shows when the last probe is settled."""

    @contextmanager
    def serve() -> Iterator[str]:
        series = StubSeries({"__name__": "probe_success", "service_id": "portal"}, samples)
        with stub_prometheus.serving(
            StubPrometheus([series], samples[-1][0] / 1000 + 180)
        ) as server:
            yield server.address

    return serve


@contextmanager
def rest() -> Iterator[Kind]:
    """A thing changed, one is new, one was deleted and is missing in the sweep of keys."""
    before = [rest_things.thing(number) for number in range(6)]
    now = [*before[:1], *before[3:]]
    now += [rest_things.thing(1, name="changed", updated_at=rest_things.stamp(20))]
    now += [rest_things.thing(8)]
    credentials = Credentials()
    os.environ |= {"THINGS_ID": credentials.client_id, "THINGS_SECRET": credentials.client_secret}

    def served(rows: Sequence[rest_things.Cells]) -> Callable[[], AbstractContextManager[str]]:
        @contextmanager
        def serve() -> Iterator[str]:
            table = RestTable.of(rest_things.THINGS, rest_things.things(rows))
            api = RestApi({rest_things.SOURCE: {"things": table}}, Login(credentials, 600))
            with serving(api) as base_url:
                yield f"{base_url}/{rest_things.SOURCE}"

        return serve

    def load(address: str, home: Path) -> None:
        source = RestSource(
            name=rest_things.SOURCE,
            base_url=address,
            client_id_variable="THINGS_ID",
            client_secret_variable="THINGS_SECRET",
            page_size=3,
        )
        with (
            locked_source(home / "raw", rest_things.SOURCE) as locked,
            open_rest_tables(
                rest_things.SOURCE, source, (rest_things.THINGS,), locked, lambda _: None
            ) as tables,
        ):
            locked.commit(tables)

    def check(home: Path) -> None:
        raw = home / "raw"
        expect_whole(raw, rest_things.SOURCE, 2)
        columns = rest_things.THINGS.columns
        named = {str(cells[0]): dict(zip(columns, cells, strict=True)) for cells in now}
        left = swept(raw, rest_things.SOURCE, "things", "thing_id", "updated_at")
        expect_rows(left, "thing_id", named)

    with served_apart(served(before)) as first, served_apart(served(now)) as second:
        yield Kind("rest", partial(load, second), check, partial(load, first))


def swept(raw: Path, source: str, table: str, key: str, stamp: str) -> list[dict[str, str]]:
    """The newest version of each record the newest sweep of keys found."""
    sweeps = landed(raw, source, f"{table}{KEYS}")
    last = max(item["_load_id"] for item in sweeps)
    keys = {item[key] for item in sweeps if item["_load_id"] == last}
    return [record for record in newest(raw, source, table, key, stamp) if record[key] in keys]


def sql(folder: Path) -> Kind:
    """A row changed, one is new, one was deleted and is missing in the sweep of keys."""
    kept = {key: values for key, values in things.ROWS.items() if key != "c"}
    changed = ("a", "other", "2025-03-30", "true", "1", "12.50", "2025-10-26 02:00:00")
    now = kept | {"a": changed, "e": ("e", *changed[1:])}

    def load(database: Path, home: Path) -> None:
        things.load_things(home, SqlSource(name="toy", url=f"sqlite:///{database}"))

    def check(home: Path) -> None:
        raw = home / "raw"
        expect_whole(raw, "toy", 2)
        left = swept(raw, "toy", "thing", "thing_id", "changed_at")
        named = {key: dict(zip(things.TYPES, values, strict=True)) for key, values in now.items()}
        expect_rows(left, "thing_id", named)

    before_file, now_file = folder / "before.sqlite", folder / "now.sqlite"
    for file in (before_file, now_file):
        with sqlite3.connect(file) as connection:
            connection.execute(things.CREATE_SQLITE)
            connection.execute(things.INSERT)
            if file == now_file:
                connection.execute("delete from thing where thing_id = 'c'")
                connection.execute(
                    "update thing set label = 'other', changed_at = '2025-10-26 02:00:00'"
                    " where thing_id = 'a'"
                )
                connection.execute(
                    "insert into thing select 'e', label, made_on, is_used, weight, price,"
                    " changed_at from thing where thing_id = 'a'"
                )
    return Kind("sql", partial(load, now_file), check, partial(load, before_file))


def files(folder: Path) -> Kind:
    """A day's file was delivered again with a correction, and a new day's came."""
    before, now = Producer(str(folder / "files_before")), Producer(str(folder / "files_now"))
    for producer in (before, now):
        producer.deliver("2026-01-05.ndjson", [click(1), click(2)])
    before.deliver("2026-01-06.ndjson", [click(3), click(4)])
    now.deliver("2026-01-06.ndjson", [click(3, "corrected"), click(4)])
    now.deliver("2026-01-07.ndjson", [click(5)])
    expected = {f"c{n}": click(n) for n in range(1, 6)} | {"c3": click(3, "corrected")}

    def load(producer: Producer, home: Path) -> None:
        event_files.load(home / "raw", producer.base_url)

    def check(home: Path) -> None:
        raw = home / "raw"
        expect_whole(raw, event_files.SOURCE, 2)
        table = event_files.TABLE.name
        expect_rows(newest(raw, event_files.SOURCE, table, "click_id"), "click_id", expected)
        loaded = [item["file_name"] for item in landed(raw, event_files.SOURCE, f"{table}__files")]
        assert sorted(loaded) == sorted(
            ["2026-01-05.ndjson", "2026-01-06.ndjson", "2026-01-06.ndjson", "2026-01-07.ndjson"]
        ), loaded

    return Kind("event_files", partial(load, now), check, partial(load, before))
