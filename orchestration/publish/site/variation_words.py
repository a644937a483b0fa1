"""What the page of words says about control charts: the icons, and where the two tools differ.

Here: one line for each difference, in words. Not here: what the profiles are (their seed says).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orchestration.publish.site.catalogue import Catalogue
from orchestration.publish.site.formatting import number
from orchestration.publish.site.reading import Row

Words = Callable[[Row], str]


def words_of_charts(catalogue: Catalogue) -> dict[str, Any]:
    """What the page of words says about control charts."""
    profiles = catalogue.rows["spc_profiles"]
    return {
        "spc_icons": catalogue.rows["spc_icons"],
        "spc_profiles": profiles,
        "spc_differences": [
            (label, [words(profile) for profile in profiles]) for label, words in DIFFERENCES
        ],
    }


def _yes(column: str) -> Words:
    return lambda row: "yes" if row[column] else "no"


def _screened(row: Row) -> str:
    factor = row["screening_factor"]
    return f"from {number(factor)} times the average" if factor else "no"


def _ranked(row: Row) -> str:
    names = ("outside", "trend", "shift", "two_of_three")
    order = sorted(names, key=lambda name: -row[f"{name}_rank"])
    return ", ".join(name.replace("_", " ") for name in order)


# The rows of the table of profiles: a label, and the words for one profile.
DIFFERENCES: tuple[tuple[str, Words], ...] = (
    ("Points of a shift, of a trend", lambda r: f"{r['shift_length']}, {r['trend_length']}"),
    ("Points before limits are shown", lambda r: str(r["minimum_points"] or "any number")),
    ("Large moving ranges left out, once", _screened),
    ("A point beyond a limit counts for two of three", _yes("is_outside_near")),
    ("A trend may cross a rebase", _yes("is_trend_across_rebases")),
    ("A run may cross the end of a fixed baseline", _yes("is_run_across_baseline_ends")),
    (
        "A fixed baseline is",
        lambda r: (
            "the first points of the series"
            if r["baseline_scope"] == "series"
            else f"the first points of each segment, {r['minimum_baseline_points']} at least"
        ),
    ),
    (
        "A target exactly on a limit",
        lambda r: "passes or fails" if r["target_on_limit"] == "decides" else "is hit or miss",
    ),
    ("Where several rules hold, the first of", _ranked),
    ("Points may be left out", _yes("has_ghosts")),
)
