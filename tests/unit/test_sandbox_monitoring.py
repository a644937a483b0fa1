"""The simulated monitoring: one seed one history, figures near the plan, events where it says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow.compute as pc
import pytest

from orchestration.sandbox.monitoring import plan
from orchestration.sandbox.monitoring.probes import Probes, generate
from orchestration.sandbox.serving.http_server import Request
from orchestration.sandbox.serving.prometheus_api import PrometheusApi
from orchestration.sandbox.serving.prometheus_series import DOWN, NONE, UP

LONDON = ZoneInfo("Europe/London")
PORTAL = "welsh_clinical_portal"
AS_OF = date(2026, 1, 31)


@pytest.fixture(scope="module")
def probes() -> Probes:
    """Every minute of two years."""
    return generate(seed=5, scale=1.0)


def at(probes: Probes, service_id: str, moment: datetime) -> int:
    place = (int(moment.timestamp()) - probes.first) // probes.step_seconds
    return int(probes.states[service_id][place])


def in_window(probes: Probes, service_id: str, first: date, last: date) -> np.ndarray:
    """The probes of some days from 07:00 to before 22:00, by the clock of London."""
    found = []
    for n in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(n)
        opens = datetime(day.year, day.month, day.day, 7, tzinfo=LONDON).timestamp()
        place = int(opens - probes.first) // probes.step_seconds
        found.append(probes.states[service_id][place : place + 15 * 3600 // probes.step_seconds])
    return np.concatenate(found)


def availability(probes: Probes, service_id: str, first: date, last: date) -> float:
    states = in_window(probes, service_id, first, last)
    return float(100 * np.mean(states[states != NONE] == UP))


def test_one_seed_gives_one_history_and_another_another() -> None:
    first, again, other = (generate(seed, 0.1) for seed in (1, 1, 2))
    assert first.as_at(AS_OF)["probe_success"].equals(again.as_at(AS_OF)["probe_success"])
    assert not first.as_at(AS_OF)["probe_success"].equals(other.as_at(AS_OF)["probe_success"])


@pytest.mark.parametrize(
    ("scale", "step"),
    [(100, 60), (1, 60), (0.9, 120), (0.5, 120), (0.1, 600), (0.02, 1800), (0.0001, 1800)],
)
def test_smaller_sandboxes_probe_less_often(scale: float, step: int) -> None:
    assert generate(1, scale).step_seconds == step
    assert 3600 % step == 0, "a window opens on a step"


def test_the_portal_was_at_99_7_in_the_baseline_year(probes: Probes) -> None:
    found = availability(probes, PORTAL, date(2024, 4, 1), date(2025, 3, 31))
    assert 99.66 < found < 99.74
    december = availability(probes, PORTAL, date(2025, 12, 1), date(2025, 12, 31))
    assert 99.92 < december < 99.94


def test_clocks_change_within_an_outage(probes: Probes) -> None:
    """Up again at 07:20 on 30 March, 06:20 UTC; at 07:10 on 26 October, 07:10 UTC."""
    spring, autumn = datetime(2025, 3, 30, tzinfo=UTC), datetime(2025, 10, 26, tzinfo=UTC)
    assert at(probes, "identity_access", spring.replace(hour=6, minute=19)) == DOWN
    assert at(probes, "identity_access", spring.replace(hour=6, minute=20)) == UP
    assert at(probes, PORTAL, autumn.replace(hour=7, minute=9)) == DOWN
    assert at(probes, PORTAL, autumn.replace(hour=7, minute=10)) == UP


def test_flaws_are_counted_as_planted(probes: Probes) -> None:
    """Five hours under a wrong name, an hour without a result."""
    assert probes.flaws(AS_OF) == {plan.UNKNOWN_SERVICE: 300, plan.UNKNOWN_VALUE: 60}
    assert probes.flaws(date(2025, 6, 2)) == {plan.UNKNOWN_SERVICE: 0, plan.UNKNOWN_VALUE: 0}
    rows = probes.as_at(AS_OF)["probe_success"]
    assert pc.sum(pc.equal(rows["service_id"], plan.MISSPELT_SERVICE)).as_py() == 300
    assert pc.sum(pc.equal(rows["value"], "NaN")).as_py() == 60


def test_buffered_probes_are_seen_a_day_later(probes: Probes) -> None:
    """180 minutes of one service on 10 December, none of them that evening."""

    def seen(day: date) -> int:
        series = {s.labels["service_id"]: s.values for s in probes.series(day)}["identity_access"]
        starts = datetime(2025, 12, 10, 9, tzinfo=UTC).timestamp()
        place = int(starts - probes.first) // 60
        return int(np.count_nonzero(series[place : place + 180] != NONE))

    assert seen(date(2025, 12, 10)) == 0
    assert seen(date(2025, 12, 11)) == 180


def test_the_history_ends_with_the_london_day(probes: Probes) -> None:
    summer = probes.as_at(date(2025, 6, 30))["probe_success"]
    last = max(int(text) for text in pc.unique(summer["probed_at"]).to_pylist())
    assert datetime.fromtimestamp(last, UTC) == datetime(2025, 6, 30, 22, 59, tzinfo=UTC)


def test_a_wrong_token_opens_nothing() -> None:
    api = PrometheusApi((), clock=0)
    assert api.answer(Request("GET", "/-/ready", "Bearer wrong")).status == 401
    assert api.answer(Request("GET", "/-/ready", f"Bearer {api.token}")).status == 200
