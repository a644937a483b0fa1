"""Portfolio, benefits, closures and innovation counted a second time, from raw rows alone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.support.recounting import (
    Figures,
    Record,
    Tally,
    fiscal_quarter,
    landed,
    london_day,
    month,
    newest,
    utc_moment,
)

ALL = ("dhcw",)
STATUSES = {"active", "completed", "withdrawn"}
STAGES = {"ideation", "feasibility", "prototype", "pilot", "adopted"}
FIRST_MONTH = (2024, 4)


def recount(raw: Path, as_of: date) -> Figures:
    """Every figure of the six measures."""
    tally = Tally()
    count_values(tally, raw, as_of)
    count_benefits(tally, raw)
    count_closures(tally, raw)
    count_innovation(tally, raw, as_of)
    return tally.figures


def standing(raw: Path, source: str, table: str, key: str) -> list[Record]:
    """The newest version of each record that still exists and was not withdrawn."""
    loads = landed(raw, source, f"{table}__keys")
    last = max(row["_load"] for row in loads)
    alive = {row[key] for row in loads if row["_load"] == last}
    return [
        record
        for record in newest(raw, source, table, key, "updated_at")
        if record[key] in alive
        and record.get("is_withdrawn") != "true"
        and record.get("is_test") != "true"
        and not record.get(f"duplicate_of_{key}")
    ]


def known(raw: Path, source: str, table: str, key: str) -> set[str]:
    """Every key a load ever brought."""
    return {row[key] for row in landed(raw, source, table)}


def day(text: str | None) -> date | None:
    """The day a text names, if it names one."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def pounds(text: str | None) -> Fraction | None:
    """The amount a text names, if it names one."""
    try:
        return Fraction(text or "")
    except ValueError:
        return None


def month_ends(as_of: date) -> Iterator[date]:
    """Last days of the months from April 2024 that have ended."""
    year, number = FIRST_MONTH
    while (end := date(year, number, monthrange(year, number)[1])) <= as_of:
        yield end
        year, number = year + number // 12, number % 12 + 1


def runs(start: date, end: date | None, on: date) -> bool:
    """Whether something that starts and ends on these days is there when a day is over."""
    return start <= on and (end is None or end > on)


def count_values(tally: Tally, raw: Path, as_of: date) -> None:
    """Active projects, each with its latest good report."""
    reports = list(good_reports(raw))
    for project in standing(raw, "project_portfolio", "projects", "project_id"):
        start, end = day(project["started_on"]), day(project["completed_on"])
        has_end = bool(project["completed_on"]) or project["status"] == "completed"
        if project["status"] not in STATUSES - {"withdrawn"} or start is None:
            continue
        if (has_end and end is None) or (end is not None and end < start):
            continue
        own = [report for report in reports if report[1] == project["project_id"]]
        for last in month_ends(as_of):
            until = [report for report in own if report[0] <= last]
            if until and runs(start, end, last):
                *_, planned, earned, cost = max(until)
                tally.add("dhcw_kpi_pd01", ALL, month(last), earned, planned)
                tally.add("dhcw_kpi_pd02", ALL, month(last), earned, cost)


def good_reports(
    raw: Path,
) -> Iterator[tuple[date, str, str, str, Fraction, Fraction, Fraction]]:
    """Day, project, time of change, key and the three amounts; the latest is the greatest."""
    projects = known(raw, "project_portfolio", "projects", "project_id")
    for report in standing(raw, "project_portfolio", "project_reports", "report_id"):
        when = day(report["report_date"])
        planned, earned, cost = (
            pounds(report[f"{name}_gbp"])
            for name in ("planned_value", "earned_value", "actual_cost")
        )
        if when is None or planned is None or earned is None or cost is None:
            continue
        if report["project_id"] in projects and min(planned, earned, cost) >= 0:
            yield (
                when,
                report["project_id"],
                report["updated_at"],
                report["report_id"],
                planned,
                earned,
                cost,
            )


def a_year_later(start: date) -> date:
    """The same day next year, or 28 February for a leap day."""
    is_leap_day = (start.month, start.day) == (2, 29)
    return date(start.year + 1, start.month, 28 if is_leap_day else start.day)


def count_benefits(tally: Tally, raw: Path) -> None:
    """What was projected, and what came within twelve months of completion."""
    entries = [
        (entry["benefit_id"], day(entry["realised_on"]), pounds(entry["realised_gbp"]))
        for entry in standing(raw, "benefits_register", "benefit_realisations", "realisation_id")
    ]
    for benefit in standing(raw, "benefits_register", "benefits", "benefit_id"):
        completed, projected = (
            day(benefit["project_completed_on"]),
            pounds(benefit["projected_gbp"]),
        )
        if completed is None or projected is None or projected < 0:
            continue
        end = a_year_later(completed)
        realised = sum(
            (
                amount
                for owner, when, amount in entries
                if owner == benefit["benefit_id"]
                and when is not None
                and amount is not None
                and completed <= when <= end
            ),
            Fraction(0),
        )
        tally.add("dhcw_kpi_pd03", ALL, fiscal_quarter(end), realised, projected)


def count_closures(tally: Tally, raw: Path) -> None:
    """Requirements of projects by the quarter of closure."""
    for report in standing(raw, "closure_reports", "closure_reports", "closure_report_id"):
        closed = day(report["closed_on"])
        counts = (report["requirements_agreed"], report["requirements_delivered"])
        if closed is None or not all(count and count.isdecimal() for count in counts):
            continue
        agreed, delivered = map(int, counts)
        if delivered <= agreed:
            tally.add("dhcw_kpi_pd04", ALL, fiscal_quarter(closed), delivered, agreed)


def count_innovation(tally: Tally, raw: Path, as_of: date) -> None:
    """Projects open at the end of each month, and those of them whose last stage is pilot."""
    source = "innovation_portfolio"
    gates: dict[str, list[tuple[date, str, str, str]]] = {}
    for gate in standing(raw, source, "stage_gates", "stage_gate_id"):
        entered = utc_moment(gate["entered_at"])
        if entered is not None and gate["stage"] in STAGES:
            gates.setdefault(gate["innovation_project_id"], []).append(
                (london_day(entered), gate["entered_at"], gate["stage_gate_id"], gate["stage"])
            )
    for last in month_ends(as_of):
        active = pilots = 0
        for project in standing(raw, source, "innovation_projects", "innovation_project_id"):
            opened, closed = utc_moment(project["opened_at"]), utc_moment(project["closed_at"])
            if opened is None or (closed is not None and closed < opened):
                continue
            if not runs(london_day(opened), london_day(closed) if closed else None, last):
                continue
            passed = [
                gate for gate in gates.get(project["innovation_project_id"], []) if gate[0] <= last
            ]
            active += 1
            pilots += bool(passed) and max(passed)[-1] == "pilot"
        # The count stands over one, whatever it is.
        tally.figures["dhcw_kr_4_3_active", "dhcw", month(last)] = (Fraction(active), Fraction(1))
        tally.figures["dhcw_kr_4_3_pilot", "dhcw", month(last)] = (Fraction(pilots), Fraction(1))
