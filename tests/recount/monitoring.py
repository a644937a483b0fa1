"""Availability counted a second time, minute by minute, from the definitions and raw rows alone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tests.support.recounting import LONDON, Figures, Tally, landed, month, seed_rows

PORTAL = "welsh_clinical_portal"
OPENS, CLOSES = 7, 22
UP, DOWN = "1", "0"


def recount(raw: Path, as_of: date) -> Figures:
    """Every figure of the portal, of the Tier 1 services, and of each day."""
    critical = {row["service_id"] for row in seed_rows("services") if row["tier"] == "1"}
    tally = Tally()
    for (service, second), value in newest_probes(raw).items():
        when = datetime.fromtimestamp(second, LONDON)
        day = when.date()
        if service not in critical or not OPENS <= when.hour < CLOSES or day > as_of:
            continue
        up = int(value == UP)
        tally.add("dhcw_kpi_oe01", ("dhcw", f"dhcw_{service}"), month(day), up)
        tally.add("dhcw_kpi_oe01_daily", ("dhcw",), day.isoformat(), up)
        if service == PORTAL:
            tally.add("dhcw_kr_2_1", ("dhcw",), month(day), up)
    return tally.figures


def newest_probes(raw: Path) -> dict[tuple[str, int], str]:
    """What the last load that has a probe says of it, if that is up or down."""
    found = {
        (row["service_id"], int(row["probed_at"])): row["value"]
        for row in landed(raw, "monitoring", "probe_success")
    }
    return {key: value for key, value in found.items() if value in (UP, DOWN)}
