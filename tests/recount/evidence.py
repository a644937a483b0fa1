"""The measures fed by evidence counted a second time, from the definitions and raw rows alone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.support.recounting import (
    Figures,
    Record,
    Tally,
    calendar_half,
    fiscal_year,
    landed,
    month,
    seed_rows,
)

DHCW = "dhcw"
FIRST = date(2024, 4, 1)
ENGAGEMENT = {
    "look_forward_to_work",
    "enthusiastic_about_job",
    "time_passes_quickly",
    "able_to_suggest_improvements",
    "opportunities_for_initiative",
    "able_to_make_improvements",
    "care_is_top_priority",
    "would_recommend_as_workplace",
    "happy_with_standard_of_care",
}
FAVOURABLE = {"always", "often", "strongly_agree", "agree", "very_satisfied", "satisfied"}


def recount(raw: Path, as_of: date) -> Figures:
    """Every figure of the seven measures that has evidence."""
    tally = Tally()
    ends = list(month_ends(as_of))
    count_certificates(tally, raw, ends)
    count_assessments(tally, raw, ends)
    count_boards_integrated(tally, raw, ends)
    count_boards_served(tally, raw, ends)
    count_surveys(tally, raw)
    return tally.figures


def month_ends(as_of: date) -> Iterator[date]:
    """The last day of every month that has ended, from the first of the plan."""
    year, number = FIRST.year, FIRST.month
    while (end := date(year, number, monthrange(year, number)[1])) <= as_of:
        yield end
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)


def standing(raw: Path, table: str, *key: str) -> list[Record]:
    """The row of each key that came last."""
    rows = landed(raw, "returns", table)
    rows.sort(key=lambda row: (row["_received_at"], row["_file_name"], int(row["_row_number"])))
    return list({tuple(row[column] for column in key): row for row in rows}.values())


def happened(text: str, by: date) -> bool:
    """Whether the cell names a day no later than this one."""
    return bool(text) and date.fromisoformat(text) <= by


def boards(measure: str) -> set[str]:
    """The units the measure is owed for."""
    rows = seed_rows("measure_units")
    return {row["organisation_unit_id"] for row in rows if row["measure_id"] == measure}


def count_certificates(tally: Tally, raw: Path, ends: list[date]) -> None:
    """Awarded by the end of the month, not expired before it, not withdrawn by it.

    Up to the deadline nothing is said of a month before the first award.
    """
    awarded = [
        row
        for row in standing(raw, "certificates", "organisation_unit_id", "scheme", "reference")
        if (row["organisation_unit_id"], row["scheme"]) == (DHCW, "cyber_essentials_plus")
    ]
    (deadline,) = {
        date.fromisoformat(row["deadline_date"])
        for row in seed_rows("targets")
        if row["measure_id"] == "dhcw_kr_2_3_ce_plus"
    }
    for end in ends:
        if end <= deadline and not any(happened(row["awarded_on"], end) for row in awarded):
            continue
        holds = any(
            happened(row["awarded_on"], end)
            and date.fromisoformat(row["expires_on"]) >= end
            and not happened(row["withdrawn_on"], end)
            for row in awarded
        )
        tally.add("dhcw_kr_2_3_ce_plus", [DHCW], month(end), int(holds))


def count_assessments(tally: Tally, raw: Path, ends: list[date]) -> None:
    """The assertions of the last assessment by the end of the month."""
    key = ("organisation_unit_id", "toolkit", "assessed_on", "assertion")
    rows = [
        row
        for row in standing(raw, "self_assessments", *key)
        if (row["organisation_unit_id"], row["toolkit"]) == (DHCW, "dspt")
    ]
    for end in ends:
        last = max((r["assessed_on"] for r in rows if happened(r["assessed_on"], end)), default="")
        for row in rows:
            if row["assessed_on"] == last:
                met = row["is_met"].lower() in {"yes", "true"}
                tally.add("dhcw_kr_2_3_dspt", [DHCW], month(end), int(met))


def count_boards_integrated(tally: Tally, raw: Path, ends: list[date]) -> None:
    """A board counts when each flow it must have is live and verified; d is one whatever counts."""
    measure = "dhcw_kr_3_1"
    required: dict[str, list[Record]] = {}
    for row in standing(raw, "integration_flows", "organisation_unit_id", "flow"):
        if row["is_required"].lower() in {"yes", "true"}:
            required.setdefault(row["organisation_unit_id"], []).append(row)
    for end in ends:
        tally.add(measure, [DHCW], month(end), 0, 1)
        for board in boards(measure) & required.keys():
            is_whole = all(
                happened(row["went_live_on"], end) and happened(row["verified_on"], end)
                for row in required[board]
            )
            tally.add(measure, [board], month(end), int(is_whole), 1)
            tally.add(measure, [DHCW], month(end), int(is_whole), 0)


def count_boards_served(tally: Tally, raw: Path, ends: list[date]) -> None:
    """A board counts when a dashboard it has at the month's end was used in the month.

    Silence about a dashboard that is there is no zero, nor is a month of which nobody told.
    """
    measure = "dhcw_kr_3_2"
    register = standing(raw, "dashboards", "organisation_unit_id", "dashboard")
    users = {
        (row["organisation_unit_id"], row["dashboard"], row["month_end"]): int(row["active_users"])
        for row in standing(
            raw, "dashboard_users", "organisation_unit_id", "dashboard", "month_end"
        )
    }
    for end in ends:
        if not any(told == end.isoformat() for _, _, told in users):
            continue
        tally.add(measure, [DHCW], month(end), 0, 1)
        for board in boards(measure):
            counts = [
                users.get((board, row["dashboard"], end.isoformat()))
                for row in register
                if row["organisation_unit_id"] == board
                and happened(row["deployed_on"], end)
                and not happened(row["retired_on"], end)
            ]
            is_used = any(count for count in counts if count is not None)
            if is_used or None not in counts:
                tally.add(measure, [board], month(end), int(is_used), 1)
                tally.add(measure, [DHCW], month(end), int(is_used), 0)


def count_surveys(tally: Tally, raw: Path) -> None:
    """Favourable answers of all that were given; a blank is none."""
    key = ("survey_id", "wave_date", "question_id", "organisation_unit_id", "answer_code")
    for row in standing(raw, "survey_answers", *key):
        unit, code, count = row["organisation_unit_id"], row["answer_code"], row["answer_count"]
        if code == "not_answered" or not unit.startswith(DHCW):
            continue
        favourable = int(count) if code in FAVOURABLE else 0
        wave = date.fromisoformat(row["wave_date"])
        if row["survey_id"] == "nhs_wales_staff_survey" and row["question_id"] in ENGAGEMENT:
            for measure in ("dhcw_kr_4_1", "dhcw_kpi_pl01"):
                units = {DHCW, unit}
                tally.add(measure, units, fiscal_year(wave), favourable, int(count))
        if (
            row["survey_id"] == "dhcw_partner_survey"
            and row["question_id"] == "overall_satisfaction"
        ):
            tally.add("dhcw_kpi_ps01", [DHCW], calendar_half(wave), favourable, int(count))
