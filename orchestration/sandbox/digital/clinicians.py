"""Draws the register of clinicians and their logins to systems, week by week.

Here: clinicians and logins, from first draw to text. Not here: the figures drawn by. An ISO week
belongs to the month of its Thursday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns, seasons
from orchestration.sandbox.digital import plan
from orchestration.sandbox.digital.deliveries import EventTable, FileDays, delivered
from orchestration.sandbox.digital.months import (
    FEWEST_A_MONTH,
    boards,
    dates,
    day_second,
    either,
    key_text,
    stream,
)
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.timeline import (
    DAY,
    HOUR,
    NEVER,
    Flags,
    Numbers,
    Seconds,
    midnight,
    scaled,
    some,
)

SOURCE = "login_analytics"
SYSTEMS = (*plan.NATIONAL_SYSTEMS, plan.LOCAL_SYSTEM)
LOCAL = len(plan.NATIONAL_SYSTEMS)
UNKNOWN_CLINICIAN = 800_000_000


@dataclass(frozen=True)
class Clinicians:
    """The register: whose board, first and last day (as UTC midnights; NEVER: still there)."""

    board: Numbers
    first: Seconds
    last: Seconds
    dirt: Dirt

    def text(self, numbers: Numbers, at: Seconds, _wrong: Flags) -> pa.Table:
        has = {flaw.kind: self.dirt.has(flaw.kind)[numbers] for flaw in self.dirt.kinds}
        first, last = self.first[numbers], self.last[numbers]
        backwards = has["eligible_backwards"]
        shown = np.where(backwards, first - 30 * DAY, last)
        board = columns.coded(plan.BOARDS, self.board[numbers])
        return pa.table(
            {
                "clinician_id": key_text("c", numbers),
                "health_board": either(has["clinician_board_unknown"], plan.UNKNOWN_BOARD, board),
                "eligible_from": dates(first, ~has["eligible_missing"]),
                "eligible_to": dates(shown, backwards | (last + 18 * HOUR <= at)),
            }
        )


@dataclass(frozen=True)
class Logins:
    """Logins in order of time."""

    clinician: Numbers
    system: Numbers
    at: Seconds
    dirt: Dirt

    def text(self, numbers: Numbers, _at: Seconds, _wrong: Flags) -> pa.Table:
        has = {flaw.kind: self.dirt.has(flaw.kind)[numbers] for flaw in self.dirt.kinds}
        clinician = np.where(
            has["clinician_unknown"], UNKNOWN_CLINICIAN + numbers, self.clinician[numbers]
        )
        system = columns.coded(SYSTEMS, self.system[numbers])
        return pa.table(
            {
                "login_id": key_text("l", numbers),
                "clinician_id": key_text("c", clinician),
                "system": either(has["system_unknown"], plan.UNKNOWN_SYSTEM, system),
                "logged_in_at": columns.times(self.at[numbers], ~has["login_missing"]),
            }
        )


def tables(seed: int, scale: float, files: FileDays) -> list[EventTable]:
    """The register and the logins."""
    rng = stream(seed, 5)
    register = _register(rng, scale)
    nobody = np.zeros(len(register.first), dtype=np.bool_)
    known = np.where(register.last < NEVER, register.last + 18 * HOUR, NEVER)
    sent = delivered(rng, files, register.first + 6 * HOUR, nobody, updates=(known,))
    logins, is_extra = _logins(rng, register, scale)
    sent_logins = delivered(rng, files, logins.at, is_extra & logins.dirt.none)

    def flaws(until: int) -> dict[Flaw, int]:
        return register.dirt.counted(sent.records(until, len(register.first)))

    def login_flaws(until: int) -> dict[Flaw, int]:
        return logins.dirt.counted(sent_logins.records(until, len(logins.at)))

    return [
        EventTable(SOURCE, "clinicians", "ndjson", files, sent, register.text, flaws),
        EventTable(SOURCE, "logins", "ndjson", files, sent_logins, logins.text, login_flaws),
    ]


def _register(rng: np.random.Generator, scale: float) -> Clinicians:
    count = max(2 * FEWEST_A_MONTH, scaled(plan.CLINICIANS, scale))
    opening, closing = day_second(seasons.FIRST_DAY), day_second(seasons.LAST_DAY)
    joined = opening + rng.integers(0, (closing - opening) // DAY, count) * DAY
    stable = np.arange(count) < FEWEST_A_MONTH
    is_old = stable | (rng.random(count) < plan.CLINICIANS_FROM_THE_START)
    first = np.where(is_old, opening - DAY * rng.integers(30, 2_000, count), joined)
    start = np.maximum(first, opening)
    leaves = ~stable & (rng.random(count) < plan.CLINICIANS_LEAVING)
    dirt = planted(rng, plan.flaws_of("clinicians"), ~stable & ~leaves, scale, {})
    end = start + 30 * DAY + rng.integers(0, 720, count) * DAY
    last = np.where(leaves & (end < closing), end, NEVER)
    return Clinicians(boards(rng, count), first, last, dirt)


def _logins(rng: np.random.Generator, register: Clinicians, scale: float) -> tuple[Logins, Flags]:
    """Logins that make a week count, and others, which may be to any system."""
    mondays = list(_weeks())
    present = _weeks_present(rng, register, mondays)
    clinician, week = np.nonzero(present)
    again = np.flatnonzero(rng.random(len(clinician)) < plan.SECOND_LOGIN_SHARE)
    away, away_week = np.nonzero(_absent(rng, register, mondays, present))
    clinician = np.concatenate([clinician, clinician[again], away])
    week = np.concatenate([week, week[again], away_week])
    is_extra = np.arange(len(clinician)) >= np.count_nonzero(present)
    is_away = np.arange(len(clinician)) >= len(clinician) - len(away)
    starts = np.array([midnight(monday) for monday in mondays], dtype=np.int64)
    at = (
        starts[week]
        + rng.integers(0, 5, len(week)) * DAY
        + rng.integers(7 * HOUR, 20 * HOUR, len(week))
    )
    system = rng.integers(0, len(plan.NATIONAL_SYSTEMS), len(week))
    system = np.where(is_away | (is_extra & (rng.random(len(week)) < 0.4)), LOCAL, system)
    order = np.argsort(at, kind="stable")
    dirt = planted(rng, plan.flaws_of("logins"), is_extra[order], scale, {})
    return Logins(clinician[order], system[order], at[order], dirt), is_extra[order]


def _weeks_present(rng: np.random.Generator, register: Clinicians, mondays: list[date]) -> Flags:
    """Who logged in to a national system in which week."""
    present = np.zeros((len(register.first), len(mondays)), dtype=np.bool_)
    months = np.array([_month(monday + timedelta(days=3)) for monday in mondays])
    for month, percent in enumerate(plan.WEEKLY_USERS_PERCENT):
        weeks = np.flatnonzero(months == month)
        end = day_second(_month_end(month))
        eligible = (register.first <= end) & (register.last >= end) & register.dirt.none
        faithful = some(rng, eligible, round(np.count_nonzero(eligible) * percent / 100))
        there = rng.random((len(eligible), len(weeks))) < 0.7
        missed = rng.integers(0, len(weeks), len(eligible))
        there[np.arange(len(eligible)), missed] = False
        there &= ((register.first <= end) & (register.last >= end))[:, None]
        there[faithful] = True
        present[:, weeks] = there
    return present


def _absent(
    rng: np.random.Generator, register: Clinicians, mondays: list[date], present: Flags
) -> Flags:
    """Weeks in which somebody used a local system alone."""
    days = np.array([day_second(monday) for monday in mondays])
    there = (register.first[:, None] <= days) & (register.last[:, None] >= days)
    found: Flags = there & ~present & (rng.random(present.shape) < 0.3)
    return found


def _weeks() -> list[date]:
    """The Mondays of the weeks whose Thursday lies in the two years."""
    monday = seasons.FIRST_DAY - timedelta(days=seasons.FIRST_DAY.weekday())
    mondays = [monday + timedelta(weeks=n) for n in range(106)]
    return [m for m in mondays if seasons.FIRST_DAY <= m + timedelta(days=3) <= seasons.LAST_DAY]


def _month(day: date) -> int:
    return (day.year - seasons.FIRST_DAY.year) * 12 + day.month - seasons.FIRST_DAY.month


def _month_end(month: int) -> date:
    year, zero_based = divmod(seasons.FIRST_DAY.month - 1 + month + 1, 12)
    return date(seasons.FIRST_DAY.year + year, zero_based + 1, 1) - timedelta(days=1)
