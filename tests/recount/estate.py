"""Cloud migration and data quality counted again, from the raw rows alone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tests.recount.money import ALL, STAMP, day, month_ends, standing
from tests.support.recounting import (
    Figures,
    Record,
    Tally,
    london_day,
    month,
    newest,
    seed_rows,
    utc_moment,
)

HOSTINGS = {"CLOUD", "HYBRID", "ON_PREM"}


def recount(raw: Path, as_of: date) -> Figures:
    """Every figure of the two measures that has a record."""
    tally = Tally()
    count_workloads(tally, raw, as_of)
    count_checks(tally, raw)
    return tally.figures


def lives(raw: Path) -> dict[str, tuple[date, date]]:
    """First day and end of each usable workload that has gone live."""
    found = {}
    for row in standing(raw, "workload_inventory", "workloads", "workload_id"):
        if row["is_test"] == "true" or row["duplicate_of"]:
            continue
        began, ended = day(row["went_live_on"]), day(row["retired_on"])
        unreadable = (row["went_live_on"] and not began) or (row["retired_on"] and not ended)
        if began and not unreadable and not (ended and ended < began):
            found[row["workload_id"]] = (began, ended or date.max)
    return found


def count_workloads(tally: Tally, raw: Path, as_of: date) -> None:
    """KR 2.4: live workloads whose last completed move led to the cloud, over all live ones."""
    moves = []
    for row in newest(raw, "workload_inventory", "migrations", "migration_id", STAMP):
        completed = day(row["completed_on"])
        if completed and row["target_hosting"] in HOSTINGS:
            moves.append(
                (completed, row["migration_id"], row["workload_id"], row["target_hosting"])
            )
    workloads = lives(raw)
    for end in month_ends(as_of):
        hosting = {workload: where for done, _, workload, where in sorted(moves) if done <= end}
        live = [w for w, (began, ended) in workloads.items() if began <= end < ended]
        there = sum(hosting.get(workload) == "CLOUD" for workload in live)
        tally.add("dhcw_kr_2_4", (ALL,), month(end), there, len(live))


def count_checks(tally: Tally, raw: Path) -> None:
    """KR 3.3: checks passed over checks made in the last run of each rule, board and month."""
    boards = {
        row["organisation_unit_id"]
        for row in seed_rows("organisation_units")
        if row["unit_type"] == "health_board"
    }
    rules = newest(raw, "data_quality_engine", "rules", "rule_id", STAMP)
    live = {row["rule_id"] for row in rules if row["rule_state"] in {"LIVE", "RETIRED"}}
    last: dict[tuple[str, str, str], tuple[datetime, str, Record]] = {}
    for row in standing(raw, "data_quality_engine", "runs", "run_id"):
        ran = utc_moment(row["ran_at"])
        is_usable = row["rule_id"] in live and row["health_board"] in boards and ran is not None
        if not is_usable or row["is_test"] == "true" or not is_possible(row):
            continue
        assert ran is not None
        place = (row["rule_id"], row["health_board"], month(london_day(ran)))
        if place not in last or (ran, row["run_id"]) > last[place][:2]:
            last[place] = (ran, row["run_id"], row)
    for (_, board, of_month), (_, _, row) in last.items():
        passed, made = int(row["checks_passed"]), int(row["checks_made"])
        tally.add("dhcw_kr_3_3", (ALL, board), of_month, passed, made)


def is_possible(row: Record) -> bool:
    """Whole numbers, and no more passed than made."""
    counts = (row["checks_passed"], row["checks_made"])
    return all(count.isdigit() for count in counts) and int(counts[0]) <= int(counts[1])
