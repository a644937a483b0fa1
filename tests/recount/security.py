"""Vulnerability remediation counted a second time, from the definition and raw rows alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.support.recounting import (
    Figures,
    Record,
    Tally,
    landed,
    london_day,
    newest,
    utc_moment,
    week,
)

SOURCE = "vulnerability_scanner"
HOURS = {"critical": 48, "high": 7 * 24, "medium": 0, "low": 0}
STATUSES = {"open", "remediated", "false_positive", "accepted_risk"}


def recount(raw: Path, as_of: date) -> Figures:
    """Every week in which a time limit ends."""
    tally = Tally()
    for finding in standing(raw):
        hours = HOURS[finding["severity"]]
        if not hours or is_left_out(finding, as_of):
            continue
        first_seen = utc_moment(finding["first_seen_at"])
        assert first_seen is not None
        ends = first_seen + timedelta(hours=hours)
        remediated = utc_moment(finding["remediated_at"])
        in_time = finding["status"] == "remediated" and remediated and remediated <= ends
        tally.add("dhcw_kpi_oe04", ("dhcw",), week(london_day(ends)), int(bool(in_time)))
    return tally.figures


def standing(raw: Path) -> list[Record]:
    """Findings that exist, are no tests or duplicates, and can be believed."""
    loads = landed(raw, SOURCE, "findings__keys")
    last = max(row["_load"] for row in loads)
    alive = {row["finding_id"] for row in loads if row["_load"] == last}
    return [
        finding
        for finding in newest(raw, SOURCE, "findings", "finding_id", "updated_at")
        if finding["finding_id"] in alive
        and finding["is_test"] != "true"
        and not finding["duplicate_of_finding_id"]
        and is_possible(finding)
    ]


def is_possible(finding: Record) -> bool:
    """Known codes, and times that are there and in order."""
    if finding["severity"] not in HOURS or finding["status"] not in STATUSES:
        return False
    first_seen = utc_moment(finding["first_seen_at"])
    remediated = utc_moment(finding["remediated_at"])
    if first_seen is None or (finding["status"] == "remediated" and remediated is None):
        return False
    return remediated is None or remediated >= first_seen


def is_left_out(finding: Record, as_of: date) -> bool:
    """False positives, and risks accepted with approval."""
    if finding["status"] == "false_positive":
        return True
    approved = utc_moment(finding["acceptance_approved_at"])
    accepted = finding["status"] == "accepted_risk" and approved is not None
    return accepted and approved is not None and london_day(approved) <= as_of
