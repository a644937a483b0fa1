"""Control charts of the invented measures, computed by the reference, with hostile events in them.

Here: whole tables as the marts have them. Not here: the measures (serving_measures).
"""

from __future__ import annotations

import csv
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from tests.support.serving_measures import (
    LINK,
    MEASURES,
    MONTHS,
    QUARTERS,
    SCRIPT,
    TARGETS,
    VALUES,
    Row,
    period_id,
)
from tests.support.spc_reference import TOOLS, Point, Series, chart

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
RECORDED = datetime(2025, 8, 14, 9, 0)  # noqa: DTZ001 -- the marts hold UTC without a zone
# Positions in the series of the month a decision is about.
REBASED = {"library_loans": 6}
LEFT_OUT = {"library_speed": (3, 4)}


def invented_charts() -> dict[str, list[Row]]:
    """Four marts: the points, the profiles, the icons and what was decided."""
    return {
        "fct_measure_spc": [row for measure in MEASURES for row in _points(measure)],
        "dim_spc_profiles": [
            {**row, "version": 1, "valid_to_date": None} for row in _seed("spc_profiles")
        ],
        "dim_spc_icons": _seed("spc_icons"),
        "dim_spc_events": [
            _event("library_loans", "rebase", 6, f"A second till {SCRIPT}"),
            _event("library_loans", "annotation", 9, f"Free coffee {LINK}"),
            _event("library_speed", "ghost", 3, "Stocktaking"),
            _event("library_speed", "ghost", 4, "Stocktaking"),
            {**_event("library_speed", "rebase", 8, "Taken back"), "is_in_force": False},
        ],
    }


def _seed(name: str) -> list[Row]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]


def _event(measure_id: str, event_type: str, position: int, reason: str) -> Row:
    return {
        "spc_event_id": f"{measure_id}_{event_type}_{position}",
        "measure_id": measure_id,
        "organisation_unit_id": measure_id.split("_")[0],
        "event_type": event_type,
        "period_id": period_id(MONTHS[position], "month"),
        "point_count": None,
        "reason": reason,
        "author_title": "Keeper",
        "approver_title": "Head Keeper",
        "is_withdrawn": False,
        "is_in_force": True,
        "recorded_at": RECORDED,
    }


def _points(measure: Row) -> list[Row]:
    measure_id = measure["measure_id"]
    if measure["measure_kind"] not in ("level", "maintain", "band"):
        return []
    days = QUARTERS if measure["frequency"] == "quarter" else MONTHS
    target = TARGETS.get(measure_id, (None, None, None))[1]
    series = Series(
        measure_id,
        [_value(text, measure) for text in VALUES[measure_id].split()],
        direction=measure["direction"],
        rebases=frozenset({REBASED[measure_id]} if measure_id in REBASED else ()),
        ghosts=frozenset(LEFT_OUT.get(measure_id, ())),
        targets=((0, len(days) - 1, Decimal(target)),) if target else (),
    )
    rows = []
    for profile, tool in TOOLS.items():
        points = chart(series, tool)
        count = sum(point.value is not None and not point.is_ghost for point in points)
        for day, point in zip(days, points, strict=True):
            rows.append(
                {
                    "measure_id": measure_id,
                    "organisation_unit_id": measure["scorecard_id"],
                    "period_id": period_id(day, measure["frequency"]),
                    "period_end_date": day,
                    "spc_profile_id": profile,
                    "spc_profile_version": 1,
                    **_judged(point),
                    "series_point_count": count,
                    "segment_point_count": count,
                    "are_limits_shown": point.upper_limit is not None and count >= tool.shown_from,
                    "is_rebase": REBASED.get(measure_id) == days.index(day),
                    "is_in_baseline": False,
                    "has_few_points": False,
                    "no_limits_reason": None if point.upper_limit is not None else "one_point",
                    "target_value": None,
                }
            )
    return rows


def _judged(point: Point) -> Row:
    found = {key: value for key, value in vars(point).items() if key not in ("ups", "downs")}
    return {
        **found,
        "explanation": f"The point stood at {point.value} {SCRIPT}",
        "assurance_explanation": "The target lies there." if point.is_latest else None,
        "segment_label": "From January 2025",
        "event_text": None,
    }


def _value(text: str, measure: Row) -> Decimal | None:
    """Only what is reported is a point; a band is charted as its distance from zero."""
    if not text.replace(".", "").replace("-", "").isdigit():
        return None
    return abs(Decimal(text)) if measure["measure_kind"] == "band" else Decimal(text)
