"""From the sandbox over HTTP through the real connector into the raw zone, and what is left behind.

Expected rows come from the generator's own tables, counted with pandas; the server is not asked.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pandas as pd
import pytest

from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import LoadSummary
from orchestration.extract.run import extract_all
from orchestration.extract.sources import Patience, ServiceNowSource
from orchestration.sandbox import running_sandbox
from orchestration.sandbox.servicenow import ServiceDesk, running_service_desk
from orchestration.sandbox.servicenow.api_faults import Kind
from orchestration.sandbox.servicenow.records import generate
from orchestration.sandbox.serving.faults import Fault
from orchestration.settings import PROJECT_ROOT, Settings
from tests.support.tables import extract_servicenow

JANUARY = date(2026, 1, 31)
MARCH = date(2026, 3, 14)
SEED, SCALE = 5, 0.02
RECORDS = ("change_request", "incident", "sc_request")
TABLES = (*RECORDS, "sys_audit_delete")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(root=PROJECT_ROOT, home=tmp_path)


def quiet(_: str) -> None:
    """Progress nobody needs to see."""


def expected(day: date) -> Mapping[str, pd.DataFrame]:
    return {name: rows.to_pandas() for name, rows in generate(SEED, SCALE).as_at(day).items()}


def extract(settings: Settings, day: date) -> dict[str, int]:
    """Rows per table of one extraction of the service desk."""
    with running_sandbox(
        settings, as_of=day, seed=SEED, scale=SCALE, domains=["servicenow"]
    ) as sandbox:
        return counted(extract_all(settings, sandbox.sources, progress=quiet))


def counted(loads: list[LoadSummary]) -> dict[str, int]:
    return {load.table_name: load.row_count for load in loads if load.source == "servicenow"}


def landed(settings: Settings, table: str) -> pd.DataFrame:
    """Every row that ever landed, with the load it came in."""
    files = sorted((settings.raw / "servicenow" / "loads").glob(f"*/{table}/*.parquet"))
    return pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)


def stamp(name: str) -> str:
    return "sys_created_on" if name == "sys_audit_delete" else "sys_updated_on"


def latest(settings: Settings, name: str) -> pd.DataFrame:
    """The newest version of each record that landed and is not logged as deleted since."""
    rows = landed(settings, name).sort_values([stamp(name), "_load_id"])
    newest = rows.drop_duplicates("sys_id", keep="last").drop(columns="_load_id")
    if name in RECORDS:
        log = landed(settings, "sys_audit_delete")
        at = log[log["tablename"] == name].groupby("documentkey")["sys_created_on"].max()
        deleted_at = newest["sys_id"].map(at)
        newest = newest[deleted_at.isna() | (newest[stamp(name)] > deleted_at)]
    return newest.sort_values("sys_id", ignore_index=True)


def since(rows: pd.DataFrame, name: str, cursor: str, overlap_seconds: int) -> int:
    """Rows a second extraction has to bring: changed since the cursor, less the overlap."""
    first = pd.Timestamp(cursor) - pd.Timedelta(seconds=overlap_seconds)
    return int((rows[stamp(name)] >= first.strftime("%Y-%m-%d %H:%M:%S")).sum())


def test_everything_lands_then_little_then_what_changed(settings: Settings) -> None:
    overlap = ServiceNowSource.overlap_seconds
    january, march = expected(JANUARY), expected(MARCH)

    assert extract(settings, JANUARY) == {name: len(january[name]) for name in TABLES}
    for name in TABLES:
        whole = january[name].sort_values("sys_id", ignore_index=True)
        assert latest(settings, name).equals(whole[latest(settings, name).columns])

    cursors = {name: january[name][stamp(name)].max() for name in TABLES}
    again = extract(settings, JANUARY)
    assert again == {name: since(january[name], name, cursors[name], overlap) for name in TABLES}
    assert sum(again.values()) < 20

    later = extract(settings, MARCH)
    assert later == {name: since(march[name], name, cursors[name], overlap) for name in TABLES}
    for name in RECORDS:
        now = latest(settings, name)
        assert now.equals(march[name].sort_values("sys_id", ignore_index=True)[now.columns])
        assert later[name] > len(march[name]) - len(january[name]), "changed rows came, too"
        assert later[name] < len(january[name]) / 2
    known = {name: set(landed(settings, name)["sys_id"]) for name in RECORDS}
    assert any(known[name] - set(march[name]["sys_id"]) for name in RECORDS), "some were deleted"


def test_returns_land_once_and_later_ones_when_due(settings: Settings) -> None:
    def loaded(day: date) -> int:
        with running_sandbox(settings, as_of=day, seed=SEED, scale=0.001) as sandbox:
            extract_all(settings, sandbox.sources, progress=quiet)
            return len(sandbox.delivered)

    first = loaded(JANUARY)
    assert first >= 2
    assert loaded(JANUARY) == 0
    assert loaded(MARCH) > 0
    assert list(settings.incoming.iterdir()) == []
    assert not settings.rejected.exists() or list(settings.rejected.iterdir()) == []


@pytest.fixture
def desk() -> Iterator[ServiceDesk]:
    with running_service_desk(as_of=JANUARY, seed=SEED, scale=SCALE) as running:
        yield running


def impatient(desk: ServiceDesk, **changes: object) -> ServiceNowSource:
    """The instance as a source, with small pages and no long waits."""
    patience = Patience(attempts=2, first_wait_seconds=0.01, longest_wait_seconds=1.0)
    values = {**vars(desk.source), "page_size": 500, "patience": patience, **changes}
    return ServiceNowSource(**values)


@pytest.mark.parametrize("auth", ["basic", "oauth_password", "oauth_client_credentials"])
def test_every_way_of_signing_in_reads_everything(
    settings: Settings, desk: ServiceDesk, auth: str
) -> None:
    loads = extract_servicenow(settings, impatient(desk, auth=auth), progress=quiet)
    assert counted(loads) == {name: len(rows) for name, rows in expected(JANUARY).items()}


@pytest.mark.parametrize(
    "kind", [Kind.TOO_MANY_REQUESTS, Kind.SERVER_ERROR, Kind.SIGNED_OUT, Kind.ERROR_AT_END]
)
def test_a_passing_fault_costs_no_row(settings: Settings, desk: ServiceDesk, kind: Kind) -> None:
    desk.faults.plan(Fault(kind, table="incident", skip=4))
    loads = extract_servicenow(settings, impatient(desk), progress=quiet)
    assert counted(loads) == {name: len(rows) for name, rows in expected(JANUARY).items()}


@pytest.mark.parametrize(
    "kind", [Kind.ACCEPTED, Kind.CUT_BODY, Kind.ERROR_AT_END, Kind.SHORT_PAGE, Kind.SERVER_ERROR]
)
def test_a_lasting_fault_lets_nothing_land(
    settings: Settings, desk: ServiceDesk, kind: Kind
) -> None:
    desk.faults.plan(Fault(kind, table="incident", skip=4), times=20)
    with pytest.raises(ExtractionError, match="incident"):
        extract_servicenow(settings, impatient(desk), progress=quiet)
    assert not list((settings.raw / "servicenow").glob("loads/*"))


def test_a_renamed_column_is_refused_by_name(settings: Settings, desk: ServiceDesk) -> None:
    desk.faults.rename("change_request", "close_code", "u_close_code")
    with pytest.raises(ExtractionError, match="close_code"):
        extract_servicenow(settings, impatient(desk), progress=quiet)
    assert not list((settings.raw / "servicenow").glob("loads/*"))


def test_the_api_listens_to_this_machine_alone(desk: ServiceDesk) -> None:
    address = urlsplit(desk.api.base_url)
    assert address.hostname == "127.0.0.1"
    assert httpx2.get(f"{desk.api.base_url}/api/now/table/incident").status_code == 401


def test_a_connection_is_kept_for_many_requests(desk: ServiceDesk) -> None:
    login = (os.environ["VITALS_SANDBOX_USERNAME"], os.environ["VITALS_SANDBOX_PASSWORD"])
    with httpx2.Client(base_url=desk.api.base_url, auth=login) as client:
        sockets = set()
        for _ in range(3):
            answer = client.get("/api/now/stats/incident", params={"sysparm_count": "true"})
            sockets.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
            assert answer.json()["result"]["stats"]["count"] == str(
                len(expected(JANUARY)["incident"])
            )
    assert len(sockets) == 1


def test_nothing_is_left_when_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITALS_SANDBOX_USERNAME", "somebody")
    before = dict(os.environ)
    threads = set(threading.enumerate())
    with running_service_desk(as_of=JANUARY, seed=SEED, scale=0.001) as desk:
        address = urlsplit(desk.api.base_url)
        # A client that keeps its connection open does not keep the sandbox from stopping.
        lingering = socket.create_connection((address.hostname or "", address.port or 0), 10)
        lingering.sendall(b"GET /api/now/table/incident HTTP/1.1\r\nHost: sandbox\r\n\r\n")
        assert lingering.recv(65_536).startswith(b"HTTP/1.1 401")
        assert os.environ["VITALS_SANDBOX_USERNAME"] != "somebody"
    assert dict(os.environ) == before
    assert set(threading.enumerate()) == threads
    rest = list(iter(lambda: lingering.recv(65_536), b""))
    assert sum(map(len, rest)) < 1_000, "what was left of the answer, then the end"
    lingering.close()
    with pytest.raises(OSError):  # noqa: PT011  the kernel words it differently
        socket.create_connection((address.hostname or "", address.port or 0), timeout=1)


def test_it_stops_when_the_run_fails(settings: Settings) -> None:
    threads = set(threading.enumerate())
    with (
        pytest.raises(ZeroDivisionError),
        running_sandbox(settings, as_of=JANUARY, seed=SEED, scale=0.001),
    ):
        raise ZeroDivisionError
    assert set(threading.enumerate()) == threads
    assert "VITALS_SANDBOX_PASSWORD" not in os.environ
