"""The invented measures: a harbour reported by vital signs, a library reported by progress.

Here: definitions, values and a rough status. Not here: everything around them (serving_rows).
"""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]
AS_OF = date(2026, 2, 15)
SCRIPT = "<script>alert('x')</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
LINK = "javascript:alert(1)"
FORMULA = "=cmd|' /C calc'!A0"

SEED = Path(__file__).resolve().parents[2] / "seeds" / "measures.csv"
POSTS_AND_UNIT = (
    "unit_prefix",
    "unit_suffix",
    "lead_post_id",
    "executive_post_id",
    "data_post_id",
)
# Columns that stay empty unless a judgement fills them.
UNJUDGED: Row = dict.fromkeys(
    (
        "variance",
        "variance_pct",
        "attainment",
        "is_met",
        "rag_reason",
        "tier_reached",
        "forecast_at_deadline",
        "forecast_lower_at_deadline",
        "forecast_upper_at_deadline",
        "forecast_point_count",
        "forecast_reason",
        "expected_met_date",
        "expected_met_reason",
        "deadline_date",
    )
)


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


MONTHS = [month_end(2025, month) for month in range(1, 13)] + [month_end(2026, 1)]
QUARTERS = [month_end(2025, month) for month in (3, 6, 9, 12)]


def period_id(day: date, frequency: str) -> str:
    return f"{day.year}-Q{day.month // 3}" if frequency == "quarter" else f"{day:%Y-%m}"


def measure(measure_id: str, scorecard_id: str, name: str, **given: Any) -> Row:
    base: Row = {
        "measure_id": measure_id,
        "scorecard_id": scorecard_id,
        "name": name,
        "is_part": False,
        "measure_type": "vital_sign" if scorecard_id == "harbour" else "key_result",
        "measure_kind": "level",
        "unit": "percent",
        "unit_prefix": "",
        "unit_suffix": "%",
        "scale": Decimal(100),
        "display_decimals": 1,
        "aggregation": "parts",
        "direction": "higher",
        "is_strict": False,
        "is_value_authoritative": True,
        "calendar": "calendar",
        "reporting_lag_days": 10,
        "frequency": "month",
        "source_system": "returns",
        "rag_profile_id": "variance_5" if scorecard_id == "harbour" else "trajectory_70_90",
        "attainment_method": "variance" if scorecard_id == "harbour" else "progress",
        "is_illustrative": scorecard_id == "library",
        "sort_order": 1,
    }
    columns = [*SEED.read_text("utf-8").splitlines()[0].split(","), *POSTS_AND_UNIT]
    return {**dict.fromkeys(columns), **base, **given}


MEASURES = [
    measure(
        "harbour_ships",
        "harbour",
        "Ships & boats berthed",
        unit="count",
        unit_suffix="",
        display_decimals=0,
        service="QUAY",
        sort_order=1,
    ),
    measure(
        "harbour_waits",
        "harbour",
        f"Waiting longer than an hour {SCRIPT}",
        direction="lower",
        service="QUAY",
        sort_order=2,
        story=f"People wait. {IMAGE}",
        lead_post_id="harbour_master",
        note=LINK,
        definition=FORMULA,
    ),
    measure("harbour_tides", "harbour", "Tide tables delivered", frequency="quarter", sort_order=3),
    measure(
        "library_loans",
        "library",
        "Loans",
        objective_id="library_reading",
        plan_type="plan_objective",
        code="KR 1.1",
        unit="count",
        unit_suffix="",
        display_decimals=0,
        lead_post_id="library_keeper",
    ),
    measure(
        "library_speed",
        "library",
        "Minutes to find a book",
        objective_id="library_reading",
        plan_type="business_as_usual",
        code="KR 1.2",
        unit="minutes",
        unit_suffix="\N{NO-BREAK SPACE}min",
        direction="lower",
        is_strict=True,
        sort_order=2,
        lead_post_id="library_keeper",
    ),
    measure(
        "library_safe",
        "library",
        "Safe building",
        objective_id="library_reading",
        code="KR 1.3",
        measure_kind="composite",
        direction="none",
        unit="parts",
        unit_suffix="",
        display_decimals=0,
        rag_profile_id="composite",
        sort_order=3,
    ),
    measure(
        "library_safe_door",
        "library",
        "Doors certified",
        objective_id="library_reading",
        parent_measure_id="library_safe",
        is_part=True,
        measure_kind="binary",
        unit="yes_no",
        unit_suffix="",
        rag_profile_id="milestone",
        sort_order=4,
    ),
    measure(
        "library_roof",
        "library",
        "New roof",
        objective_id="library_kpi",
        measure_kind="milestone",
        unit="yes_no",
        unit_suffix="",
        rag_profile_id="milestone",
        sort_order=5,
    ),
    measure(
        "library_budget",
        "library",
        "Budget variance",
        objective_id="library_kpi",
        measure_kind="band",
        direction="lower",
        sort_order=6,
    ),
]
# One word a period: a figure, a figure with p (provisional), or a sign for why there is none.
NO_VALUE = {
    "-": "not_expected",
    "?": "awaiting_data",
    "c": "suppressed",
    "x": "rejected",
    "/": "no_denominator",
}
VALUES = {
    "harbour_ships": "- ? c x / 432 321 156 162 54 933 755 1240500",
    "harbour_waits": "11 7 12 16.8 - 9 8 6.8 7 8.5 14.2 10.4 29",
    "harbour_tides": "- 83 84 90",
    "library_loans": "750000 760000 770000 776200 803900 838400 884700 925400 1000000 1046200 "
    "1142900 1168300 1240500",
    "library_speed": "7 6.8 6 5.5 5 4.6 4.1 3.9 3.8 3.6 3.5 3.5 3.4",
    "library_safe": "- - - - - - 0 0 0 0 0 0 0",
    "library_safe_door": "- - - - - - 0 0 0 0 0 0 0",
    "library_roof": "? ? ? ? ? ? ? ? ? ? ? ? 0",
    "library_budget": "-2.4 1 0 3 -1 2 2.1 0.4 0.5 -0.5 2.4 2 -1.2p",
}
# fmt: off
TARGETS: dict[str, tuple[str | None, str | None, date | None]] = {
    "harbour_waits": (None, "10", None),
    "harbour_tides": (None, "85", None),
    "library_loans": ("750000", "1500000", date(2026, 3, 31)),
    "library_speed": ("7", "3", date(2025, 9, 30)),
    "library_safe_door": (None, "1", date(2025, 6, 30)),
    "library_roof": (None, "1", date(2026, 2, 28)),
    "library_budget": ("4.2", "2", None),
}
# fmt: on
START = date(2024, 12, 31)
# The forecast of one measure: what is ahead of its latest period, with both ends of the interval.
FORECAST = {
    month_end(2026, 2): ("1310000", "1270000", "1350000"),
    month_end(2026, 3): ("1380000", "1330000", "1430000"),
}
FORECAST_COLUMNS = ("", "_lower", "_upper")


def forecast_on(measure_id: str, day: date) -> Row:
    """The forecast columns of the way ahead."""
    values = FORECAST.get(day, (None,) * 3) if measure_id == "library_loans" else (None,) * 3
    return {
        f"forecast{column}_value": value and Decimal(value)
        for column, value in zip(FORECAST_COLUMNS, values, strict=True)
    }


def forecast_from(measure_id: str) -> Row:
    """The forecast columns of a status: of one measure a forecast, of all others a reason."""
    deadline = TARGETS.get(measure_id, (None, None, None))[2]
    if measure_id != "library_loans":
        reason = "deadline_passed" if deadline else "no_deadline"
        return {
            "deadline_date": deadline, "forecast_reason": reason, "expected_met_reason": reason,
        }  # fmt: skip
    found: Row = {
        f"forecast{column}_at_deadline": Decimal(value)
        for column, value in zip(FORECAST_COLUMNS, FORECAST[month_end(2026, 3)], strict=True)
    }
    return {
        **found, "deadline_date": deadline, "forecast_point_count": 6,
        "expected_met_date": date(2026, 6, 7),
    }  # fmt: skip


def expected_on(measure_id: str, day: date) -> Decimal | None:
    baseline, target, deadline = TARGETS.get(measure_id, (None, None, None))
    if target is None:
        return None
    if baseline is None or deadline is None:
        return Decimal(target)
    elapsed = min((day - START).days, (deadline - START).days)
    change = (Decimal(target) - Decimal(baseline)) * elapsed / (deadline - START).days
    return (Decimal(baseline) + change).quantize(Decimal("0.000000001"))


def judged(row: Row, value: Decimal | None, expected: Decimal | None, value_status: str) -> Row:
    """A rough colour: enough for a page, not the rule book."""
    if value is None or expected is None or expected == 0:
        reason = value_status if value is None else "no_target"
        return {"rag_status": "none", "rag_reason": reason, "is_met": None}
    if value_status == "provisional":
        return {"rag_status": "none", "rag_reason": "not_due", "is_met": None}
    sign = 1 if row["direction"] == "lower" else -1
    size = abs(value) if row["measure_kind"] == "band" else value
    shortfall = (size - expected) * sign
    pct = (shortfall / abs(expected)).quantize(Decimal("0.000000001"))
    status = "green" if pct <= 0 else "amber" if pct <= Decimal("0.05") else "red"
    return {
        "rag_status": status, "variance": shortfall, "variance_pct": pct, "is_met": pct <= 0,
        "attainment": 1 - pct if TARGETS[row["measure_id"]][0] else None,
    }  # fmt: skip


def facts(row: Row) -> tuple[list[Row], list[Row], list[Row]]:
    """Values, statuses and trajectories of one measure."""
    measure_id, unit = row["measure_id"], row["scorecard_id"]
    days = QUARTERS if row["frequency"] == "quarter" else MONTHS
    values: list[Row] = []
    statuses: list[Row] = []
    promises: list[Row] = []
    for day, text in zip(days, VALUES[measure_id].split(), strict=True):
        value = None if text in NO_VALUE else Decimal(text.rstrip("p"))
        value_status = NO_VALUE.get(text, "provisional" if text.endswith("p") else "reported")
        expected = expected_on(measure_id, day)
        key: Row = {
            "measure_id": measure_id, "organisation_unit_id": unit,
            "period_id": period_id(day, row["frequency"]),
        }  # fmt: skip
        dates: Row = {"period_start_date": day.replace(day=1), "period_end_date": day}
        has_parts = measure_id == "harbour_waits" and value is not None
        values.append({
            **key, **dates, "value": value,
            "numerator": Decimal("1255") if has_parts else None,
            "denominator": Decimal("4258") if has_parts else None,
            "value_status": value_status,
            "is_rounded": measure_id == "harbour_ships" and value is not None,
            "load_id": "returns-00000001",
        })  # fmt: skip
        verdict = judged(row, value, expected, value_status)
        statuses.append({
            **UNJUDGED, **key, **dates, "value": value, "expected_value": expected,
            "target_value": expected and Decimal(TARGETS[measure_id][1] or 0),
            "attainment_method": row["attainment_method"], "rag_profile_id": row["rag_profile_id"],
            "explanation": f"{verdict['rag_status'].capitalize()}: {row['name']} stood at {text}.",
            "due_date": day, "is_complete": value_status != "provisional", "is_hollow_green": False,
            "is_overdue": measure_id == "library_speed", "movement": "improved",
            "consecutive_deteriorations": 0, "consecutive_ambers": 0,
            **forecast_from(measure_id), **verdict,
        })  # fmt: skip
    _, target, deadline = TARGETS.get(measure_id, (None, None, None))
    ahead = [d for d in (month_end(2026, 2), month_end(2026, 3)) if deadline and d <= deadline]
    for day in [*days, *ahead] if target else []:
        baseline = TARGETS[measure_id][0]
        promises.append({
            "measure_id": measure_id, "organisation_unit_id": unit,
            "period_id": period_id(day, row["frequency"]), "period_end_date": day,
            "baseline_value": Decimal(baseline) if baseline else None,
            "expected_value": expected_on(measure_id, day), "target_value": Decimal(target or 0),
            "trajectory_shape": "linear" if deadline else "flat",
            "target_version_id": f"{measure_id}_1", **forecast_on(measure_id, day),
        })  # fmt: skip
    return values, statuses, promises
