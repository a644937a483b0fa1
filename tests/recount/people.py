"""Staffing and training counted a second time, from the definitions and raw rows alone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.support.recounting import Figures, Record, Tally, landed, month, newest, seed_rows

SPECIALISTS = {"technical", "digital"}
FAMILIES = {*SPECIALISTS, "other"}
CONTRACTS = {"permanent", "fixed_term", "secondment"}
CHOICE = {"better_pay", "career", "relocation", "work_life_balance", "resigned_other"}
REASONS = CHOICE | {
    "retirement", "end_of_fixed_term", "redundancy", "dismissal", "death", "not_stated"
}  # fmt: skip
REQUIRED = {"mandatory", "role_specific"}
FIRST_MONTH = (2024, 4)


def recount(raw: Path, as_of: date) -> Figures:
    """Every figure of the five measures, for the organisation and its directorates."""
    units = {row["organisation_unit_id"] for row in seed_rows("organisation_units")}
    tally = Tally()
    posts = {
        row["post_id"]: row
        for row in alive(raw, "hr", "posts", "post_id")
        if is_good_post(row, units)
    }
    employments = {
        row["employment_id"]: row
        for row in alive(raw, "hr", "employments", "employment_id")
        if row["is_test"] != "true" and row["post_id"] in posts and is_good_employment(row)
    }
    leavers = [
        (date.fromisoformat(row["left_on"]), employments[row["employment_id"]])
        for row in alive(raw, "hr", "leavers", "leaver_id")
        if row["is_withdrawn"] != "true"
        and row["employment_id"] in employments
        and row["leaving_reason"] in CHOICE
        and row["left_on"]
        and row["left_on"] >= employments[row["employment_id"]]["started_on"]
    ]
    for end in month_ends(as_of):
        count_vacancies(tally, posts, employments.values(), end)
        count_turnover(tally, posts, employments.values(), leavers, end)
    count_training(tally, raw, units, as_of)
    return {key: parts for key, parts in tally.figures.items() if is_reported(key[0], key[1])}


def is_reported(measure: str, unit: str) -> bool:
    """The specialists' turnover is not given by directorate."""
    return unit == "dhcw" or measure != "dhcw_kr_4_4"


def alive(raw: Path, source: str, table: str, key: str) -> list[Record]:
    """The newest version of every record that the newest sweep of keys still found."""
    sweep = landed(raw, source, f"{table}__keys")
    last = max((row["_load"] for row in sweep), default="")
    kept = {row[key] for row in sweep if row["_load"] == last}
    return [
        row
        for row in newest(raw, source, table, key, "last_changed_at")
        if row[key] in kept or row["_load"] > last
    ]


def in_order(first: str | None, second: str | None) -> bool:
    """A first day that is there, and an end, if any, that is a day and not before it."""
    return bool(first) and (not second or (is_day(second) and second >= first))


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_good_post(row: Record, units: set[str]) -> bool:
    known = row["organisation_unit_id"] in units and row["role_family"] in FAMILIES
    stated = row["is_established"] in {"true", "false"}
    return known and stated and in_order(row["established_on"], row["disestablished_on"])


def is_good_employment(row: Record) -> bool:
    return row["contract_type"] in CONTRACTS and in_order(row["started_on"], row["ended_on"])


def lasts(row: Record, first: str, last: str, day: date) -> bool:
    """Whether it had begun and had not ended when the day was over."""
    begun = bool(row[first]) and row[first] <= day.isoformat()
    return begun and (not row[last] or row[last] > day.isoformat())


def month_ends(as_of: date) -> list[date]:
    """The last days of the scorecard's months that are over."""
    year, number = FIRST_MONTH
    ends = []
    while (end := date(year, number, monthrange(year, number)[1])) <= as_of:
        ends.append(end)
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    return ends


def twelve_ends(end: date) -> list[date]:
    """The ends of the twelve months up to this one."""
    months = [(end.year * 12 + end.month - 1 - back) for back in range(12)]
    return [date(m // 12, m % 12 + 1, monthrange(m // 12, m % 12 + 1)[1]) for m in months]


def heads(employments: Iterable[Record], end: date) -> list[Record]:
    """One employment for everybody in post: the one begun last."""
    found: dict[str, Record] = {}
    for row in sorted(employments, key=lambda row: (row["started_on"], row["employment_id"])):
        if lasts(row, "started_on", "ended_on", end):
            found[row["staff_key"]] = row
    return list(found.values())


def count_vacancies(
    tally: Tally, posts: dict[str, Record], employments: Iterable[Record], end: date
) -> None:
    filled = {row["post_id"] for row in employments if lasts(row, "started_on", "ended_on", end)}
    for key, post in posts.items():
        exists = lasts(post, "established_on", "disestablished_on", end)
        if post["is_established"] == "true" and exists:
            units = ("dhcw", post["organisation_unit_id"])
            tally.add("dhcw_kpi_pl04", units, month(end), int(key not in filled))


def count_turnover(
    tally: Tally,
    posts: dict[str, Record],
    employments: Iterable[Record],
    leavers: list[tuple[date, Record]],
    end: date,
) -> None:
    """Leavers of twelve months over a twelfth of the twelve headcounts."""
    ends = twelve_ends(end)
    first = ends[-1].replace(day=1)
    counted = [
        (row, Fraction(0), Fraction(1, 12)) for day in ends for row in heads(employments, day)
    ]
    counted += [(row, Fraction(1), Fraction(0)) for day, row in leavers if first <= day <= end]
    for row, left, head in counted:
        post = posts[row["post_id"]]
        units = ("dhcw", post["organisation_unit_id"])
        if post["role_family"] in SPECIALISTS:
            tally.add("dhcw_kr_4_4", units, month(end), left, head)
        if row["contract_type"] == "permanent":
            tally.add("dhcw_kpi_pl03", units, month(end), left, head)


def count_training(tally: Tally, raw: Path, units: set[str], as_of: date) -> None:
    enrolments = {
        row["enrolment_id"]: row
        for row in alive(raw, "learning", "enrolments", "enrolment_id")
        if row["is_withdrawn"] != "true"
        and row["organisation_unit_id"] in units
        and row["training_type"] in {*REQUIRED, "development"}
        and row["is_digital"] in {"true", "false"}
        and row["due_on"]
        and in_order(row["assigned_on"], row["due_on"])
    }
    done: dict[str, list[Record]] = {}
    for row in alive(raw, "learning", "completions", "completion_id"):
        enrolment = enrolments.get(row["enrolment_id"])
        is_possible = in_order(row["completed_on"], row["expires_on"]) and not row["duplicate_of"]
        if enrolment and is_possible and row["completed_on"] >= enrolment["assigned_on"]:
            done.setdefault(row["enrolment_id"], []).append(row)
    for key, row in enrolments.items():
        due = date.fromisoformat(row["due_on"])
        if row["training_type"] in REQUIRED and due <= as_of:
            in_time = any(each["completed_on"] <= row["due_on"] for each in done.get(key, []))
            places = ("dhcw", row["organisation_unit_id"])
            tally.add("dhcw_kpi_pl02", places, month(due), int(in_time))
    learners = [
        row
        for row in alive(raw, "learning", "learners", "learner_id")
        if row["organisation_unit_id"] in units
        and in_order(row["active_from"], row["active_until"])
    ]
    for end in month_ends(as_of):
        count_digital(tally, learners, enrolments, done, end)


def count_digital(
    tally: Tally,
    learners: list[Record],
    enrolments: dict[str, Record],
    done: dict[str, list[Record]],
    end: date,
) -> None:
    """Everybody in post with digital training, and who holds all of it."""
    unit: dict[str, str] = {}
    for row in sorted(learners, key=lambda row: (row["active_from"], row["learner_id"])):
        if lasts(row, "active_from", "active_until", end):
            unit[row["staff_key"]] = row["organisation_unit_id"]
    held: dict[str, dict[str, bool]] = {}
    for key, row in enrolments.items():
        is_given = row["is_digital"] == "true" and row["assigned_on"] <= end.isoformat()
        if is_given and row["staff_key"] in unit:
            courses = held.setdefault(row["staff_key"], {})
            holds = any(
                lasts(each, "completed_on", "expires_on", end) for each in done.get(key, [])
            )
            courses[row["course_id"]] = courses.get(row["course_id"], False) or holds
    for staff, courses in held.items():
        place = ("dhcw", unit[staff])
        tally.add("dhcw_kr_4_2", place, month(end), int(all(courses.values())))
