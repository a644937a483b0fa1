"""What the simulated monitoring sees: availability by month, outages, maintenance, gaps, as data.

Here: every number a person might want to turn. Not here: how probes are drawn from them
(probes.py). Months run from April 2024 to March 2026; times of day are London's, moments are
London's too unless they say UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(2024, 4, 1)
LAST_DAY = date(2026, 3, 31)
METRIC = "probe_success"
JOB = "tier1-probes"

# A probe each minute at scale 1. Smaller sandboxes probe less often; each step divides the hour.
STEPS_SECONDS = (60, 120, 300, 600, 900, 1_800)

WINDOW_FIRST_HOUR = 7
WINDOW_LAST_HOUR = 22


@dataclass(frozen=True)
class Watched:
    """A service that is probed: the share of its window lost, as a multiple of the portal's."""

    service_id: str
    lost_before: float
    lost_since: float


# Before and since April 2025: the programme reached some services later than others.
SERVICES = (
    Watched("welsh_clinical_portal", 1.0, 1.0),
    Watched("results_reports_service", 0.9, 1.1),
    Watched("laboratory_information", 1.2, 1.9),
    Watched("patient_administration", 1.0, 1.3),
    Watched("radiology_information", 1.1, 1.2),
    Watched("national_network", 0.7, 0.8),
    Watched("identity_access", 1.1, 1.6),
)

# The portal's availability in its window: a level baseline year, then a programme that works.
PORTAL_PERCENT = (
    99.71, 99.73, 99.68, 99.70, 99.74, 99.69, 99.66, 99.72, 99.70, 99.64, 99.71, 99.72,
    99.76, 99.80, 99.85, 99.89, 99.91, 99.93, 99.94, 99.90, 99.93, 99.95, 99.94, 99.96,
)  # fmt: skip
MINUTES_AN_OUTAGE = 24
NIGHT_OUTAGES_A_MONTH = 2
NIGHT_HOURS = 8  # the shortest night between two windows, when the clocks go forward
NIGHT_OUTAGE_MINUTES = (10, 90)


@dataclass(frozen=True)
class Event:
    """Something that happens to services between two moments, the second not included.

    Without services it happens to all; `known_from` is the day at whose end it can be seen.
    """

    name: str
    starts_at: str
    ends_at: str
    services: tuple[str, ...] = ()
    known_from: date | None = None


# Down, and said so beforehand. Inside the window it counts as down all the same.
MAINTENANCE = (
    Event("at_night", "2024-06-15 23:00", "2024-06-16 03:30"),
    Event("at_night_again", "2024-11-16 22:00", "2024-11-17 04:00"),
    Event("into_the_morning", "2025-02-16 04:00", "2025-02-16 07:25", ("welsh_clinical_portal",)),
    Event("on_a_sunday", "2025-05-18 09:00", "2025-05-18 09:40", ("radiology_information",)),
    Event("into_the_night", "2025-11-22 21:45", "2025-11-23 02:00", ("patient_administration",)),
)

# Down on the days on which the clocks change, up to shortly after the window has opened.
CLOCK_CHANGES = (
    Event("clocks_forward_2025", "2025-03-30 00:30", "2025-03-30 07:20", ("identity_access",)),
    Event("clocks_back_2025", "2025-10-26 00:30", "2025-10-26 07:10", ("welsh_clinical_portal",)),
)

# No probe was made: the minutes are unknown, neither up nor down.
GAPS = (
    Event("restarted", "2024-09-12 03:00", "2024-09-12 03:20"),
    Event("agent_lost", "2025-07-20 13:00", "2025-07-20 14:10"),
    Event("firewall", "2025-09-08 12:00", "2025-09-09 16:00", ("laboratory_information",)),
    Event("portal_agent", "2025-05-14 10:00", "2025-05-14 10:40", ("welsh_clinical_portal",)),
)
# Made in time, and written to the server a day later.
BACKFILLED = (
    Event(
        "buffered", "2025-12-10 09:00", "2025-12-10 12:00", ("identity_access",), date(2025, 12, 11)
    ),
    Event(
        "buffered_at_the_end",
        "2026-01-31 20:00",
        "2026-01-31 21:00",
        ("national_network",),
        date(2026, 2, 1),
    ),
)

# Probes of the portal under a name nobody knows, after a change of the probes' settings.
MISSPELT = Event("misspelt", "2025-06-03 08:00", "2025-06-03 13:00", ("welsh_clinical_portal",))
MISSPELT_SERVICE = "clinical_portal"
# Probes whose result is no number.
UNDECIDED = Event("undecided", "2025-08-19 09:00", "2025-08-19 10:00", ("radiology_information",))

UNKNOWN_SERVICE = "unknown_service"
UNKNOWN_VALUE = "unknown_value"
