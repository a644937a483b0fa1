"""A monitoring server that breaks as real ones do: refused by name, nothing lands, nothing is lost.

Six hours of two services, probed each minute; `START` is midnight in London.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from orchestration.extract.contracts import read_contracts
from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads, last_cursor
from orchestration.extract.loads import Reread
from orchestration.extract.run import check_systems, extract_system, reread_system
from orchestration.extract.sources import Patience, PrometheusSource, Sources
from orchestration.settings import Settings
from tests.support.raw_reading import landed, leftovers
from tests.support.stub_prometheus import (
    TOKEN,
    Question,
    Reply,
    StubPrometheus,
    StubSeries,
    serving,
)
from tests.support.tables import extract

START = int(datetime(2026, 1, 10, tzinfo=UTC).timestamp())
MINUTES = 360
TABLE = "probe_success"


def series(service_id: str, minutes: range = range(MINUTES), **labels: str) -> StubSeries:
    """A probe at the start of each minute; each seventh finds the service down."""
    named = {"__name__": TABLE, "instance": service_id, "job": "j", "service_id": service_id}
    samples = [((START + 60 * m) * 1000, "0" if m % 7 == 0 else "1") for m in minutes]
    return StubSeries(named | labels, samples)


def after(minutes: int) -> float:
    """The server's clock when so many minutes of probes are settled."""
    return START + 60 * minutes + 120.5


@pytest.fixture
def prometheus(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubPrometheus]:
    monkeypatch.setenv("STUB_TOKEN", TOKEN)
    with serving(StubPrometheus([series("lab"), series("portal")], after(MINUTES))) as stub:
        yield stub


@pytest.fixture
def monitor(prometheus: StubPrometheus) -> PrometheusSource:
    return PrometheusSource(
        base_url=prometheus.address,
        first_date="2026-01-10",
        token_variable="STUB_TOKEN",
        points_per_query=100,
        overlap_seconds=600,
        patience=Patience(attempts=3, first_wait_seconds=0.001, longest_wait_seconds=2.0),
    )


def load(settings: Settings, source: PrometheusSource) -> None:
    extract(settings, "monitoring", source, progress=lambda _: None)


def rows(settings: Settings) -> list[dict[str, str]]:
    return landed(settings.raw, "monitoring", TABLE)


def probes(settings: Settings) -> set[tuple[str, int, str]]:
    """What landed, by service and minute of the day; doubles are an error."""
    found = [
        (row["service_id"], (int(row["probed_at"]) - START) // 60, row["value"])
        for row in rows(settings)
    ]
    assert len(found) == len(set(found))
    return set(found)


def expected(stub: StubPrometheus) -> set[tuple[str, int, str]]:
    return {
        (item.labels["service_id"], (moment // 1000 - START) // 60, value)
        for item in stub.series
        for moment, value in item.samples
    }


def refusal(settings: Settings, source: PrometheusSource) -> str:
    """The message of a refused extraction, once it is sure that nothing of it stayed."""
    before = committed_loads(settings.raw, "monitoring")
    with pytest.raises(ExtractionError) as caught:
        load(settings, source)
    assert committed_loads(settings.raw, "monitoring") == before
    assert not leftovers(settings.raw)
    assert TOKEN not in str(caught.value)
    return str(caught.value)


def on_page(spoil: Callable[[Reply], Reply], which: int = 2) -> Callable[[Question, Reply], Reply]:
    """Spoil one window of samples, and every later one."""
    seen = 0

    def meddle(question: Question, reply: Reply) -> Reply:
        nonlocal seen
        seen += question.is_page
        return spoil(reply) if question.is_page and seen >= which else reply

    return meddle


def once(spoil: Callable[[Reply], Reply]) -> Callable[[Reply], Reply]:
    """Spoil the first reply only."""
    done: list[bool] = []
    return lambda reply: reply if done else (done.append(True), spoil(reply))[1]


def with_samples(change: Callable[[list[list[Any]]], list[list[Any]]]) -> Callable[[Reply], Reply]:
    """Change the samples of the first series of a window."""

    def spoil(reply: Reply) -> Reply:
        first, *others = reply.result
        return reply.with_result([first | {"values": change(first["values"])}, *others])

    return spoil


def with_labels(**labels: str) -> Callable[[Reply], Reply]:
    def spoil(reply: Reply) -> Reply:
        first, *others = reply.result
        return reply.with_result([first | {"metric": first["metric"] | labels}, *others])

    return spoil


TRANSIENT: dict[str, tuple[Callable[[Reply], Reply], str]] = {
    "cut": (lambda r: replace(r, sent_bytes=len(r.body) // 2), "RemoteProtocolError"),
    "cut_and_closed": (
        lambda r: replace(r, text=r.body.decode()[: len(r.body) // 2]),
        "a body cut short",
    ),
    "cut_after_the_samples": (
        lambda r: replace(r, text=r.body.decode()[:-3]),
        "a body cut short",
    ),
    "busy": (lambda r: replace(r, status=429, headers={"Retry-After": "0"}), "HTTP 429"),
    "unavailable": (lambda r: replace(r, status=503, headers={"Retry-After": "0"}), "HTTP 503"),
    "server_error": (lambda r: replace(r, status=500), "HTTP 500"),
    "warned": (
        lambda r: replace(r, content=r.content | {"warnings": ["store 2 did not answer"]}),
        "store 2 did not answer",
    ),
    "error_in_200": (
        lambda r: replace(r, content={"status": "error", "error": "query timed out"}),
        "query timed out",
    ),
    "another_kind": (
        lambda r: replace(r, content={"status": "success", "data": {"resultType": "vector"}}),
        "without a matrix",
    ),
    "value_is_a_number": (
        with_samples(lambda values: [[values[0][0], 1], *values[1:]]),
        "a value that is no text",
    ),
    "sample_of_three": (
        with_samples(lambda values: [[*values[0], "1"], *values[1:]]),
        "no pair of second and text",
    ),
    "time_with_a_fraction": (
        with_samples(lambda values: [[values[0][0] + 0.5, values[0][1]], *values[1:]]),
        "no pair of second and text",
    ),
}

LASTING: dict[str, tuple[Callable[[Reply], Reply], str]] = {
    "a_probe_lost": (with_samples(lambda values: values[:-1]), "it counts lab 100, portal 100"),
    "a_series_lost": (lambda r: r.with_result(r.result[1:]), "and portal 100 came"),
    "nothing_left": (lambda r: r.with_result([]), "and nothing came"),
    "a_probe_twice": (
        with_samples(lambda values: [values[0], *values]),
        "do not come in order of time",
    ),
    "out_of_order": (with_samples(lambda values: values[::-1]), "do not come in order of time"),
    "off_the_grid": (
        with_samples(lambda values: [[at + 7, value] for at, value in values]),
        "outside the steps asked for",
    ),
    "another_window": (
        with_samples(lambda values: [[at + 86_400, value] for at, value in values]),
        "outside the steps asked for",
    ),
    "no_service": (with_labels(service_id=""), "has no label 'service_id'"),
    "histogram": (
        lambda r: r.with_result([{"metric": {}, "histograms": [[START, {}]]}]),
        "hold no plain samples",
    ),
    "too_many_points": (
        lambda _: Reply(400, {"status": "error", "errorType": "bad_data", "error": "11,000"}),
        "refused the question: 11,000",
    ),
    "too_much_memory": (
        lambda _: Reply(422, {"status": "error", "error": "would load too many samples"}),
        "would load too many samples",
    ),
    "signed_out": (lambda r: replace(r, status=401), "HTTP 401"),
    "forbidden": (lambda r: replace(r, status=403), "HTTP 403"),
    "moved": (
        lambda r: replace(r, status=302, headers={"Location": "https://login.example.org/"}),
        "no credentials follow",
    ),
}


def test_every_probe_lands_once_and_the_ledger_says_so(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    load(settings, monitor)
    assert probes(settings) == expected(prometheus)
    (entry,) = landed(settings.raw, "monitoring", "_ledger")
    assert entry["row_count"] == entry["source_count_before"] == str(2 * MINUTES)
    assert entry["source_count_after"] == str(2 * MINUTES)
    assert entry["page_count"] == "4", "360 minutes in windows of 100 points"
    assert entry["window_from"] == "2026-01-10 00:00:00"
    assert entry["window_to"] == entry["cursor_after"] == "2026-01-10 05:59:00"
    assert {row["step_seconds"] for row in rows(settings)} == {"60"}


def test_windows_include_both_ends_and_no_minute_stands_in_two(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    load(settings, monitor)
    pages = [q.parameters for q in prometheus.asked if q.is_page]
    bounds = [((int(p["start"]) - START) // 60, (int(p["end"]) - START) // 60) for p in pages]
    assert bounds == [(0, 99), (100, 199), (200, 299), (300, 359)]


@pytest.mark.parametrize("is_left_open", [False, True])
@pytest.mark.parametrize("offset", [0, 1, 23_456, 59_999])
def test_a_probe_counts_in_its_own_minute_wherever_in_it_it_was_made(
    offset: int,
    is_left_open: bool,
    settings: Settings,
    monitor: PrometheusSource,
    prometheus: StubPrometheus,
) -> None:
    """Ranges of version 2 include their left end, those of version 3 do not."""
    prometheus.is_left_open = is_left_open
    for item in prometheus.series:
        item.samples = [(moment + offset, value) for moment, value in item.samples]
    load(settings, monitor)
    assert probes(settings) == expected(prometheus)


@pytest.mark.parametrize("is_left_open", [False, True])
def test_minutes_without_a_probe_stay_missing(
    is_left_open: bool, settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    """A plain query would fill them for five minutes: at a window's edge and within one."""
    prometheus.is_left_open = is_left_open
    gone = {50, 51, 99, 100, 101, 250}
    lab = prometheus.series[0]
    lab.samples = [s for s in lab.samples if (s[0] // 1000 - START) // 60 not in gone]
    load(settings, monitor)
    assert probes(settings) == expected(prometheus)
    assert {m for service, m, _ in probes(settings) if service == "lab"} == (
        set(range(MINUTES)) - gone
    )


@pytest.mark.parametrize("name", TRANSIENT)
def test_a_lasting_fault_lands_nothing(
    name: str, settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    spoil, words = TRANSIENT[name]
    prometheus.meddle = on_page(spoil)
    message = refusal(settings, monitor)
    assert "/api/v1/query_range gave no usable answer in 3 attempts" in message
    assert words in message


@pytest.mark.parametrize("name", TRANSIENT)
def test_a_passing_fault_costs_a_retry_and_no_probe(
    name: str, settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    prometheus.meddle = on_page(once(TRANSIENT[name][0]))
    load(settings, monitor)
    assert probes(settings) == expected(prometheus)
    assert sum(question.is_page for question in prometheus.asked) == 5


@pytest.mark.parametrize("name", LASTING)
def test_what_waiting_cannot_mend_is_refused_at_once(
    name: str, settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    spoil, words = LASTING[name]
    prometheus.meddle = on_page(spoil)
    assert words in refusal(settings, monitor)
    assert sum(question.is_page for question in prometheus.asked) == 2


def test_a_rest_longer_than_our_patience_is_refused(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    prometheus.meddle = on_page(
        lambda reply: replace(reply, status=429, headers={"Retry-After": "3600"})
    )
    assert "asks for 3600 s of rest" in refusal(settings, monitor)


def test_more_points_than_the_server_answers_are_never_asked_for(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    """Eight days of one service: 11,520 minutes, two windows."""
    prometheus.series = [series("lab", range(8 * 1440))]
    prometheus.clock = after(8 * 1440)
    load(settings, replace(monitor, points_per_query=11_000))
    assert len(rows(settings)) == 8 * 1440
    pages = [q.parameters for q in prometheus.asked if q.is_page]
    assert [(int(p["end"]) - int(p["start"])) // 60 + 1 for p in pages] == [11_000, 520]


def test_two_series_of_a_service_at_once_are_named(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    prometheus.series.append(series("lab", range(120, 130), replica="b"))
    message = refusal(settings, monitor)
    assert "several series probe lab at once" in message
    assert 'replica="b"' in message


def test_a_series_that_takes_over_from_another_is_the_same_service(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    prometheus.series = [
        series("lab", range(150), instance="old"),
        series("lab", range(150, MINUTES), instance="new"),
    ]
    load(settings, monitor)
    assert probes(settings) == expected(prometheus)


def test_several_probes_in_a_minute_are_one_minute_and_the_last_counts(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    portal = prometheus.series[1]
    portal.samples.append(((START + 60 * 10 + 30) * 1000, "0"))
    load(settings, monitor)
    assert len(rows(settings)) == 2 * MINUTES
    assert ("portal", 10, "0") in probes(settings)
    (entry,) = landed(settings.raw, "monitoring", "_ledger")
    assert entry["source_count_before"] == str(2 * MINUTES)


def test_a_step_wider_than_the_probes_is_refused(
    settings: Settings, monitor: PrometheusSource
) -> None:
    message = refusal(settings, replace(monitor, step_seconds=120))
    assert "step_seconds is 120, but it holds 400 samples in 200 steps" in message


def test_values_that_are_no_one_and_no_zero_land_as_they_came(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    """They are rejected one by one, with their reason, when they are judged."""
    lab = prometheus.series[0]
    lab.samples[5:8] = [
        (lab.samples[5 + n][0], text) for n, text in enumerate(("NaN", "0.5", "+Inf"))
    ]
    load(settings, monitor)
    found = probes(settings)
    assert {("lab", 5, "NaN"), ("lab", 6, "0.5"), ("lab", 7, "+Inf")} <= found
    assert found == expected(prometheus)


def test_a_new_label_is_noted_once_and_left_out(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    load(settings, monitor)
    for item in prometheus.series:
        item.labels["team"] = "infrastructure"
    load(settings, monitor)
    load(settings, monitor)
    entries = landed(settings.raw, "monitoring", "_ledger")
    assert [entry["new_columns"] for entry in entries] == ["", "team", ""]


def test_a_renamed_label_is_named_with_those_there_are(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    for item in prometheus.series:
        item.labels["service"] = item.labels.pop("service_id")
    message = refusal(settings, monitor)
    assert "has no label 'service_id'" in message
    assert 'service="lab"' in message


def test_samples_written_while_they_are_read_are_refused_and_come_next_time(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    late = ((START + 60 * 20 + 30) * 1000, "0")
    lab = prometheus.series[0]
    lab.samples = [s for s in lab.samples if s[0] != (START + 60 * 20) * 1000]

    def write(question: Question) -> None:
        if question.is_page and int(question.parameters["start"]) == START + 60 * 300:
            prometheus.before_reply = lambda _: None
            lab.samples.append(late)

    prometheus.before_reply = write
    message = refusal(settings, monitor)
    assert "it counted lab 99, portal 100 before and lab 100, portal 100 after" in message
    load(settings, monitor)
    assert probes(settings) == expected(prometheus)


def test_the_next_reading_overlaps_and_brings_what_was_written_late(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    lab = prometheus.series[0]
    late = lab.samples[355]
    lab.samples.remove(late)
    prometheus.clock = after(MINUTES)
    load(settings, monitor)
    lab.samples.append(late)
    prometheus.series[1].samples += series("portal", range(MINUTES, MINUTES + 30)).samples
    prometheus.clock = after(MINUTES + 30)
    load(settings, monitor)
    first, second = landed(settings.raw, "monitoring", "_ledger")
    assert second["cursor_before"] == first["cursor_after"] == "2026-01-10 05:59:00"
    assert second["window_from"] == "2026-01-10 05:49:00", "600 seconds before the cursor"
    assert second["cursor_after"] == "2026-01-10 06:29:00"
    # 05:49 to 05:59 of both services again, and half an hour of one.
    assert second["row_count"] == str(2 * 11 + 30)
    taken = {(row["service_id"], row["probed_at"]) for row in rows(settings)}
    assert ("lab", str(late[0] // 1000)) in taken


def test_probes_that_are_not_settled_wait_for_the_next_reading(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    prometheus.clock = START + 60 * 100 + 119
    load(settings, monitor)
    assert max(minute for _, minute, _ in probes(settings)) == 98
    assert last_cursor(settings.raw, "monitoring", TABLE) == "2026-01-10 01:38:00"


def test_a_failed_reading_is_made_good_by_the_next(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    prometheus.clock = after(200)
    load(settings, monitor)
    prometheus.clock = after(MINUTES)
    prometheus.meddle = on_page(TRANSIENT["cut"][0])
    refusal(settings, monitor)
    assert last_cursor(settings.raw, "monitoring", TABLE) == "2026-01-10 03:19:00"
    prometheus.meddle = lambda _, reply: reply
    load(settings, monitor)
    taken = {(row["service_id"], row["probed_at"], row["value"]) for row in rows(settings)}
    assert len(taken) == 2 * MINUTES


def test_a_server_without_the_series_leaves_the_cursor_and_a_file_to_read(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    prometheus.series.clear()
    load(settings, monitor)
    load(settings, monitor)
    assert last_cursor(settings.raw, "monitoring", TABLE) is None
    assert len(list(settings.raw.glob(f"monitoring/loads/*/{TABLE}/*.parquet"))) == 1


def test_a_day_can_be_read_again_and_the_cursor_stays(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    prometheus.series = [series("lab", range(3 * 1440))]
    prometheus.clock = after(3 * 1440)
    source = replace(monitor, points_per_query=11_000)
    load(settings, source)
    before = last_cursor(settings.raw, "monitoring", TABLE)
    sources, said = Sources({"monitoring": source}), lambda _: None
    day = Reread(date(2026, 1, 11), date(2026, 1, 11))
    reread_system(settings, sources, "monitoring", day, progress=said)
    reread_system(settings, sources, "monitoring", Reread(), progress=said)
    entries = landed(settings.raw, "monitoring", "_ledger")
    assert [entry["row_count"] for entry in entries] == ["4320", "1440", "4320"]
    assert entries[1]["window_from"] == "2026-01-11 00:00:00"
    assert entries[1]["window_to"] == "2026-01-11 23:59:00"
    assert last_cursor(settings.raw, "monitoring", TABLE) == before


def test_what_the_server_has_forgotten_is_not_claimed_to_be_read(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    """Its history begins at 03:20 now; what was loaded of the hours before must stand."""
    load(settings, monitor)
    prometheus.series = [series("lab", range(200, MINUTES)), series("portal", range(210, MINUTES))]
    sources = Sources({"monitoring": monitor})
    reread_system(settings, sources, "monitoring", Reread(), progress=lambda _: None)
    prometheus.series.clear()
    reread_system(settings, sources, "monitoring", Reread(), progress=lambda _: None)
    entries = landed(settings.raw, "monitoring", "_ledger")
    assert [entry["window_from"] for entry in entries][:2] == [
        "2026-01-10 00:00:00",
        "2026-01-10 03:20:00",
    ]
    assert [entry["row_count"] for entry in entries] == ["720", "310", "0"]


def test_the_token_is_in_no_file(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    load(settings, monitor)
    assert {question.authorization for question in prometheus.asked} == {f"Bearer {TOKEN}"}
    files = [path for path in settings.home.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if TOKEN.encode() in path.read_bytes()] == []


def test_an_address_below_a_path_keeps_it(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    load(settings, replace(monitor, base_url=f"{prometheus.address}/prometheus/"))
    assert {q.path for q in prometheus.asked} == {
        "/prometheus/api/v1/query",
        "/prometheus/api/v1/query_range",
    }


def test_the_check_says_what_is_wrong(
    settings: Settings, monitor: PrometheusSource, prometheus: StubPrometheus
) -> None:
    def found(source: PrometheusSource) -> list[str] | None:
        return check_systems(settings, Sources({"monitoring": source}))["monitoring"]

    assert found(monitor) == []
    (nothing,) = found(replace(monitor, selector="probe_sucess")) or ["?"]
    assert "probe_sucess has no sample in the last 600 seconds" in nothing
    prometheus.meddle = lambda _, reply: replace(reply, status=401)
    (refused,) = found(monitor) or ["?"]
    assert "HTTP 401" in refused
    assert "environment variables" in refused


def test_without_a_server_the_tables_are_empty(settings: Settings) -> None:
    contract = read_contracts(settings.root)["monitoring"]
    extract_system(settings, contract, None, progress=lambda _: None)
    assert rows(settings) == []
