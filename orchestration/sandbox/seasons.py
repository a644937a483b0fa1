"""How the simulated days differ: the two years that are drawn, their months, weekdays and hours.

Here: what every simulated source has in common. Not here: what happens in one source, which is its
own plan.
"""

from __future__ import annotations

from datetime import date

FIRST_DAY = date(2024, 4, 1)
LAST_DAY = date(2026, 3, 31)

FIRST_MONTH = 4
# Fewer contacts in August and at Christmas, more in winter.
MONTH_WEIGHTS = (1.0, 1.0, 0.98, 0.96, 0.88, 1.0, 1.03, 1.06, 0.92, 1.12, 1.06, 1.05)  # April first
WEEKDAY_WEIGHTS = (1.2, 1.12, 1.06, 1.02, 0.98, 0.3, 0.26)  # Monday first
HOUR_WEIGHTS = (2, 1, 1, 1, 1, 2, 4, 9, 17, 21, 20, 18, 14, 14, 17, 17, 15, 11, 7, 5, 4, 4, 3, 2)
