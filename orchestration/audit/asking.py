"""Which number is meant: the release, the measure, the unit and the period.

Here: choosing, and saying what was near when a name is unknown. Not here: what is told of it.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orchestration.audit.facts import Facts
from orchestration.audit.trail import ReleaseTaken
from orchestration.errors import ToldError
from orchestration.publish.manifest import Manifest
from orchestration.publish.release import (
    Release,
    list_releases,
    made_by,
    read_release,
    read_whole_release,
)
from orchestration.settings import Settings

SHOWN_IDS = 6


class TraceError(ToldError):
    """The number that was asked for is not there: what is, and what to do."""


@dataclass(frozen=True)
class Asked:
    """One number of a release, by its ids."""

    measure_id: str
    organisation_unit_id: str
    period_id: str


def choose_release(
    settings: Settings, release_id: str | None, as_known: date | None
) -> tuple[Release, ReleaseTaken]:
    """The release named, the one that tells what was known on a day, or the current one."""
    if release_id and as_known:
        raise TraceError("A release and a day were both given.", "Give one of the two.")
    if as_known is None:
        release = read_whole_release(settings, release_id)
        return release, _taken(release.manifest, "it was named" if release_id else "it is current")
    found = [read_release(settings, one) for one in list_releases(settings)]
    known = [one for one in found if one.is_whole]
    built = [one for one in known if one.manifest.as_known_date == as_known.isoformat()]
    if built:
        why = f"it was built with what was known at the end of {as_known.isoformat()}"
        return built[-1], _taken(built[-1].manifest, why)
    earlier = [one for one in known if _day(one.manifest) <= as_known.isoformat()]
    if not earlier:
        days = ", ".join(sorted({_day(one.manifest) for one in known})) or "none"
        raise TraceError(
            f"No release tells what was known on {as_known.isoformat()}.",
            f"{made_by(as_known.isoformat())} Releases tell what was known on: {days}.",
        )
    newest = max(earlier, key=lambda one: (_day(one.manifest), one.release_id))
    why = f"it is the newest that was not later than {as_known.isoformat()}; none was built for it"
    return newest, _taken(newest.manifest, why)


def _day(manifest: Manifest) -> str:
    """The day a release tells the knowledge of: the one it was built for, or that of its making."""
    return manifest.as_known_date or manifest.created_at[:10]


def _taken(manifest: Manifest, why: str) -> ReleaseTaken:
    return ReleaseTaken(
        manifest.release_id, manifest.created_at, manifest.as_of_date, manifest.as_known_date, why
    )


def find_number(facts: Facts, measure: str, unit: str | None, period: str) -> Asked:
    """The number with these ids; an error names what is near."""
    measures = facts.rows("select measure_id, scorecard_id from dim_measures order by all")
    scorecards = {row["measure_id"]: row["scorecard_id"] for row in measures}
    if measure not in scorecards:
        raise TraceError(
            f"There is no measure {measure} in this release.", _near(measure, list(scorecards))
        )
    unit = unit or scorecards[measure]
    rows = facts.rows(
        "select organisation_unit_id, period_id from fct_measure_statuses "
        "where measure_id = ? order by organisation_unit_id, period_end_date desc",
        measure,
    )
    units = list(dict.fromkeys(row["organisation_unit_id"] for row in rows))
    if not units:
        raise TraceError(
            f"{measure} has no period in this release.", "Its window of reports has not begun."
        )
    if unit not in units:
        raise TraceError(f"{measure} is not reported for the unit {unit}.", _near(unit, units))
    periods = [row["period_id"] for row in rows if row["organisation_unit_id"] == unit]
    if period not in periods:
        raise TraceError(
            f"{measure} has no period {period} for {unit}.",
            f"{_near(period, periods)} It has {len(periods)}, {periods[-1]} to {periods[0]}.",
        )
    return Asked(measure, unit, period)


def _near(wanted: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(wanted, known, SHOWN_IDS, 0.5)
    close = close or [one for one in known if wanted.lower() in one.lower()][:SHOWN_IDS]
    said = "Near it" if close else "There are, among others"
    return f"{said}: {', '.join(close or known[:SHOWN_IDS])}."
