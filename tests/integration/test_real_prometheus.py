"""A real Prometheus and the sandbox's, with the same history: the same rows, the same answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import httpx2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.extract.errors import ExtractionError
from orchestration.extract.sources import Patience, PrometheusSource
from orchestration.sandbox.monitoring import Monitor, running_monitor
from orchestration.sandbox.serving.http_server import Request
from orchestration.settings import PROJECT_ROOT, Settings
from tests.recount.monitoring import recount
from tests.support import real_prometheus
from tests.support.raw_reading import landed
from tests.support.stub_prometheus import TOKEN, StubPrometheus, StubSeries, serving
from tests.support.tables import extract

AS_OF = date(2026, 1, 31)
VALUES = {0: "0", 1: "1", 2: "NaN"}
NOTHING = 255
# Days just gone by: a real server's clock shows today, and a reading goes on until then.
FIRST_DATE = datetime.now(UTC).date() - timedelta(days=3)
START = int(datetime.combine(FIRST_DATE, time(), ZoneInfo("Europe/London")).timestamp()) * 1000
History = list[tuple[dict[str, str], list[tuple[int, str]]]]


@contextmanager
def real(
    folder: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PrometheusSource]:
    """A real server with this history, as a source."""
    try:
        real_prometheus.programs()
    except real_prometheus.NotToBeHadError as reason:
        pytest.skip(f"no real Prometheus: {reason}")
    monkeypatch.setenv("REAL_USER", real_prometheus.USER)
    monkeypatch.setenv("REAL_PASSWORD", real_prometheus.PASSWORD)
    folder.mkdir()
    with real_prometheus.running(folder, history) as address:
        yield PrometheusSource(
            base_url=address,
            first_date=FIRST_DATE.isoformat(),
            auth="basic",
            username_variable="REAL_USER",
            password_variable="REAL_PASSWORD",
            patience=Patience(attempts=2, first_wait_seconds=0.01),
        )


def history_of(monitor: Monitor) -> History:
    """What the simulated server holds, sample by sample."""
    return [
        (
            dict(series.labels),
            [
                ((series.first + int(place) * series.step) * 1000, VALUES[int(value)])
                for place, value in enumerate(series.values)
                if value != NOTHING
            ],
        )
        for series in monitor.api.series
    ]


def load(home: Path, source: PrometheusSource) -> Settings:
    settings = Settings(root=PROJECT_ROOT, home=home)
    extract(settings, "monitoring", source, progress=lambda _: None)
    return settings


def probes(settings: Settings) -> pa.Table:
    """All that landed."""
    return pq.read_table(sorted(settings.raw.glob("monitoring/loads/*/probe_success/*.parquet")))


def ledger(settings: Settings) -> dict[str, str]:
    (entry,) = landed(settings.raw, "monitoring", "_ledger")
    return entry


def test_the_same_history_lands_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_monitor(as_of=AS_OF, seed=7, scale=0.02) as monitor:
        assert {2, NOTHING} <= set(
            np.unique(np.concatenate([s.values for s in monitor.api.series]))
        )
        # Small windows, so that there are many edges.
        simulated = replace(monitor.source, points_per_query=997)
        history = history_of(monitor)
        with real(tmp_path / "server", history, monkeypatch) as source:
            alike = replace(
                source,
                first_date=simulated.first_date,
                selector=simulated.selector,
                step_seconds=simulated.step_seconds,
                points_per_query=simulated.points_per_query,
            )
            ours, theirs = load(tmp_path / "ours", simulated), load(tmp_path / "theirs", alike)
    assert probes(ours).equals(probes(theirs))
    assert ledger(ours)["content_sha256"] == ledger(theirs)["content_sha256"]
    assert probes(ours).num_rows == sum(len(samples) for _, samples in history)
    figures = recount(ours.raw, AS_OF)
    assert figures == recount(theirs.raw, AS_OF)
    assert {measure for measure, _, _ in figures} == {
        "dhcw_kr_2_1",
        "dhcw_kpi_oe01",
        "dhcw_kpi_oe01_daily",
    }


def test_probes_at_any_moment_gaps_and_doubles_read_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two days; the tests' own stub, which looks at sample after sample, says what is right."""
    gone = {50, 51, 99, 100, 101, 250, *range(1_400, 1_460)}
    minutes = [m for m in range(2 * 1_440) if m not in gone]
    labels = {"__name__": "probe_success", "job": "j", "instance": "i"}
    history: History = [
        (labels | {"service_id": "on_the_minute"}, [(START + m * 60_000, "1") for m in minutes]),
        (labels | {"service_id": "within"}, [(START + m * 60_000 + 23_456, "0") for m in minutes]),
        (
            labels | {"service_id": "at_its_end"},
            [(START + m * 60_000 + 59_999, "1") for m in minutes],
        ),
    ]
    history[1][1].insert(11, (START + 10 * 60_000 + 40_000, "1"))
    with real(tmp_path / "server", history, monkeypatch) as source:
        source = replace(source, points_per_query=100)
        theirs = load(tmp_path / "theirs", source)
    monkeypatch.setenv("STUB_TOKEN", TOKEN)
    stub = StubPrometheus(
        [StubSeries(labels, samples) for labels, samples in history],
        START / 1000 + 2 * 86_400 + 600,
    )
    with serving(stub):
        source = replace(source, base_url=stub.address, auth="bearer", token_variable="STUB_TOKEN")
        ours = load(tmp_path / "ours", source)
    rows = landed(theirs.raw, "monitoring", "probe_success")
    assert rows == landed(ours.raw, "monitoring", "probe_success")
    assert len(rows) == 3 * len(minutes)
    assert [r["value"] for r in rows if r["service_id"] == "within"].count("1") == 1


def test_questions_are_answered_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = 1_711_926_000
    questions = [
        ("query_range", {"query": "probe_success", "start": first, "end": first + 11_001 * 60}),
        ("query_range", {"query": "probe_success", "start": first, "end": first - 60}),
        ("query_range", {"query": "probe_success", "start": "soon", "end": first}),
        ("query_range", {"query": "probe_success", "start": first, "end": first, "step": 0}),
        ("query", {"query": "count_over_time(vector(0)[60s:60s])", "time": 60}),
        ("query", {"query": "count_over_time(nothing[60000ms])", "time": first}),
    ]
    with (
        running_monitor(as_of=AS_OF, seed=7, scale=0.02) as monitor,
        real(tmp_path / "server", history_of(monitor)[:1], monkeypatch) as source,
    ):
        door = (real_prometheus.USER, real_prometheus.PASSWORD)
        for address, given in questions:
            parameters = {"step": 60} | given if address == "query_range" else given
            target = f"/api/v1/{address}?{urlencode(parameters)}"
            ours = monitor.api.answer(Request("GET", target, f"Bearer {monitor.api.token}"))
            theirs = httpx2.get(f"{source.base_url}{target}", auth=door, trust_env=False)
            assert ours.status == theirs.status_code, target
            assert json.loads(ours.body) == theirs.json(), target


def test_a_wrong_password_is_refused_by_the_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history: History = [({"__name__": "probe_success", "service_id": "a"}, [(START, "1")])]
    with real(tmp_path / "server", history, monkeypatch) as source:
        monkeypatch.setenv("REAL_PASSWORD", "another")
        with pytest.raises(ExtractionError, match="HTTP 401"):
            load(tmp_path / "home", source)
