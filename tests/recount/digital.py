"""The digital services' measures counted a second time, from the definitions and raw rows alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from tests.support.recounting import (
    Figures,
    Record,
    Tally,
    landed,
    london_day,
    month,
    seed_rows,
    utc_moment,
)

DHCW = "dhcw"
A_DAY = timedelta(hours=24)
NATIONAL = {
    "welsh_clinical_portal",
    "patient_administration",
    "laboratory_information",
    "radiology_information",
    "nursing_care_record",
    "medicines_management",
}
CHANNELS = {"app", "web", "phone", "post", "in_person"}
Tables = dict[str, list[Record]]


def recount(raw: Path, as_of: date) -> Figures:
    """Every figure of the seven measures that has a record."""
    tally = Tally()
    count_users(tally, raw, as_of)
    count_bookings(tally, standing(raw, "journey_events", "booking_events", "event_id"))
    count_ratings(tally, standing(raw, "journey_events", "ratings", "rating_id"))
    count_results(tally, standing(raw, "results_delivery", "results", "result_id"), as_of)
    count_transactions(tally, standing(raw, "transactions", "transactions", "transaction_id"))
    count_clinicians(tally, raw, as_of)
    count_analysts(tally, raw, as_of)
    return tally.figures


def standing(raw: Path, source: str, table: str, key: str) -> list[Record]:
    """One row for each key: of the files as they were delivered last, the one of the last day."""
    last = {}
    for file in landed(raw, source, f"{table}__files"):
        last[file["file_name"]] = file
    found: dict[str, tuple[tuple[str, str, int], Record]] = {}
    for row in landed(raw, source, table):
        file = last[row["_file_name"]]
        if file["_load"] != row["_load"] or file["outcome"] != "loaded":
            continue
        place = (file["file_day"], row["_file_name"], int(row["_row_number"]))
        if row[key] not in found or place > found[row[key]][0]:
            found[row[key]] = (place, row)
    return [row for _, row in found.values()]


def month_ends(as_of: date) -> list[date]:
    """The last day of every month from April 2024 that has ended."""
    ends, first = [], date(2024, 4, 1)
    while True:
        following = (first + timedelta(days=31)).replace(day=1)
        if following - timedelta(days=1) > as_of:
            return ends
        ends.append(following - timedelta(days=1))
        first = following


def boards() -> set[str]:
    units = seed_rows("organisation_units")
    return {row["organisation_unit_id"] for row in units if row["unit_type"] == "health_board"}


def day_of(text: str) -> date | None:
    """A day the source wrote; None where there is none or it cannot be read."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def count_users(tally: Tally, raw: Path, as_of: date) -> None:
    """KR 1.1: registered by the month's end and not gone by then."""
    left = {
        row["user_id"]: utc_moment(row["deregistered_at"])
        for row in standing(raw, "app_analytics", "deregistrations", "user_id")
    }
    spans = []
    for row in standing(raw, "app_analytics", "registrations", "user_id"):
        registered, gone = utc_moment(row["registered_at"]), left.get(row["user_id"])
        if row["is_test"] == "true" or registered is None or (gone and gone < registered):
            continue
        spans.append((london_day(registered), london_day(gone) if gone else date.max))
    for end in month_ends(as_of):
        there = sum(first <= end < last for first, last in spans)
        tally.add("dhcw_kr_1_1", (DHCW,), month(end), there)


def count_bookings(tally: Tally, events: list[Record]) -> None:
    """KR 1.2: from the first start to the first finish of a journey."""
    moments: dict[tuple[str, str], list[tuple[bool, datetime | None]]] = defaultdict(list)
    for row in events:
        if row["is_test"] != "true" and row["journey_id"]:
            when = utc_moment(row["occurred_at"])
            moments[row["journey_id"], row["event_type"]].append((when is None, when))
    for (journey, kind), whens in moments.items():
        starts = moments.get((journey, "started"), [])
        if kind != "finished" or not starts:
            continue
        start, finish = min(starts)[1], min(whens)[1]
        if start and finish and start <= finish <= start + A_DAY:
            minutes = Fraction(int((finish - start).total_seconds()), 60)
            tally.add("dhcw_kr_1_2", (DHCW,), month(london_day(finish)), minutes)


def count_ratings(tally: Tally, ratings: list[Record]) -> None:
    """KR 1.3: the last possible rating of each user and month."""
    last: dict[tuple[str, str], tuple[datetime, str, int]] = {}
    for row in ratings:
        rated = utc_moment(row["rated_at"])
        is_possible = row["score"] in set("12345") and row["user_id"] and rated
        if row["is_test"] != "true" and is_possible and rated:
            place = (row["user_id"], month(london_day(rated)))
            given = (rated, row["rating_id"], int(row["score"]))
            last[place] = max(given, last.get(place, given))
    for (_, period), (_, _, score) in last.items():
        tally.add("dhcw_kr_1_3", (DHCW,), period, score)


def count_results(tally: Tally, results: list[Record], as_of: date) -> None:
    """KR 1.4: digitally available within 24:00:00, of those whose 24 hours have passed."""
    known = boards()
    for row in results:
        clinical = utc_moment(row["clinically_available_at"])
        digital = utc_moment(row["digitally_available_at"])
        is_unclear = row["digitally_available_at"] and digital is None
        if row["is_test"] == "true" or row["health_board"] not in known or clinical is None:
            continue
        if is_unclear or (digital and digital < clinical) or london_day(clinical + A_DAY) > as_of:
            continue
        in_time = int(digital is not None and digital <= clinical + A_DAY)
        units = (DHCW, row["health_board"])
        tally.add("dhcw_kr_1_4", units, month(london_day(clinical)), in_time)


def count_transactions(tally: Tally, transactions: list[Record]) -> None:
    """KPI-PS04: completed by app or web, of those completed by any channel."""
    for row in transactions:
        completed = utc_moment(row["completed_at"])
        is_one = row["is_test"] != "true" and not row["duplicate_of"]
        if is_one and row["status"] == "completed" and row["channel"] in CHANNELS and completed:
            digital = int(row["channel"] in {"app", "web"})
            tally.add("dhcw_kpi_ps04", (DHCW,), month(london_day(completed)), digital)


def count_clinicians(tally: Tally, raw: Path, as_of: date) -> None:
    """KPI-PS03: eligible at the month's end, and logged in during every week of it."""
    known = boards()
    used: dict[str, set[date]] = defaultdict(set)
    for row in standing(raw, "login_analytics", "logins", "login_id"):
        when = utc_moment(row["logged_in_at"])
        if row["system"] in NATIONAL and when and london_day(when) <= as_of:
            used[row["clinician_id"]].add(thursday(london_day(when)))
    clinicians = standing(raw, "login_analytics", "clinicians", "clinician_id")
    for end in month_ends(as_of):
        weeks = {thursday(day) for day in days_of_month(end) if thursday(day) == day}
        for row in clinicians:
            first, last = day_of(row["eligible_from"]), day_of(row["eligible_to"])
            if first is None or row["health_board"] not in known or (last and last < first):
                continue
            if first <= end and (last is None or end <= last):
                faithful = int(weeks <= used[row["clinician_id"]])
                units = (DHCW, row["health_board"])
                tally.add("dhcw_kpi_ps03", units, month(end), faithful)


def thursday(day: date) -> date:
    """The Thursday of the day's ISO week."""
    return day + timedelta(days=4 - day.isoweekday())


def days_of_month(end: date) -> Iterable[date]:
    return [end.replace(day=number) for number in range(1, end.day + 1)]


def count_analysts(tally: Tally, raw: Path, as_of: date) -> None:
    """KR 3.4: trained by the month's end and active in it, by the board of the last training."""
    known = boards()
    trainings = [
        (day_of(row["completed_on"]), row["completion_id"], row["analyst_id"], row["health_board"])
        for row in standing(raw, "analytics_platform", "training_completions", "completion_id")
        if row["analyst_id"] and row["health_board"] in known
    ]
    active: dict[str, set[str]] = defaultdict(set)
    for row in standing(raw, "analytics_platform", "platform_activity", "activity_id"):
        when = utc_moment(row["occurred_at"])
        if when and row["analyst_id"]:
            active[month(london_day(when))].add(row["analyst_id"])
    for end in month_ends(as_of):
        board_of = {
            analyst: board
            for day, _, analyst, board in sorted(t for t in trainings if t[0] and t[0] <= end)
        }
        there: dict[str, int] = defaultdict(int)
        for analyst in active[month(end)] & board_of.keys():
            there[DHCW] += 1
            there[board_of[analyst]] += 1
        for unit, count in there.items():
            tally.add("dhcw_kr_3_4", (unit,), month(end), count)
