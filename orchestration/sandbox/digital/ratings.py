"""Draws the ratings people give in the App, some of them more than one in a month.

Here: ratings, from first draw to text. Not here: the figures drawn by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.digital import plan
from orchestration.sandbox.digital.deliveries import EventTable, FileDays, delivered
from orchestration.sandbox.digital.months import either, key_text, moments, monthly, stream
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.timeline import Flags, Numbers, Seconds, Timeline, scaled

SOURCE = "journey_events"
SCORES = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Ratings:
    """All ratings in order of time: whose, when, how many points."""

    user: Numbers
    rated: Seconds
    score: Numbers
    is_test: Flags
    dirt: Dirt

    def text(self, numbers: Numbers, _at: Seconds, _wrong: Flags) -> pa.Table:
        has = {flaw.kind: self.dirt.has(flaw.kind)[numbers] for flaw in self.dirt.kinds}
        score = columns.coded(SCORES, self.score[numbers] - 1)
        for kind, value in (
            ("score_too_high", "7"),
            ("score_too_low", "0"),
            ("score_in_words", "five"),
        ):
            score = either(has[kind], value, score)
        return pa.table(
            {
                "rating_id": key_text("r", numbers),
                "user_id": either(has["user_missing"], "", key_text("u", self.user[numbers])),
                "score": score,
                "rated_at": columns.times(self.rated[numbers], ~has["rated_missing"]),
                "is_test": columns.booleans(self.is_test[numbers]),
            }
        )


def tables(seed: int, scale: float, files: FileDays) -> list[EventTable]:
    """The ratings of the journey events."""
    rng = stream(seed, 3)
    timeline = Timeline.between()
    first = moments(rng, timeline, monthly(plan.RATINGS_A_MONTH, scale))
    user = rng.choice(scaled(round(plan.REGISTERED_BEFORE * 1_000), scale), len(first))
    odd = rng.random(len(first))
    again = np.flatnonzero(odd < plan.RATED_AGAIN_SHARE)
    at_once = again[: round(len(first) * plan.RATED_TWICE_AT_ONCE_SHARE) + 1]
    later = first[again] + rng.integers(60, 20 * 86_400, len(again))
    later[: len(at_once)] = first[at_once]
    rated = np.concatenate([first, later])
    order = np.argsort(rated, kind="stable")
    rated, user = rated[order], np.concatenate([user, user[again]])[order]
    is_test = rng.random(len(rated)) < plan.TEST_SHARE
    dirt = planted(rng, plan.flaws_of("ratings"), ~is_test, scale, {})
    drawn = Ratings(user, rated, _scores(rng, timeline.month_of(rated)), is_test, dirt)
    sent = delivered(rng, files, rated, ~is_test & dirt.none)

    def flaws(until: int) -> dict[Flaw, int]:
        return dirt.counted(sent.records(until, len(rated)))

    return [EventTable(SOURCE, "ratings", "ndjson", files, sent, drawn.text, flaws)]


def _scores(rng: np.random.Generator, months: Numbers) -> Numbers:
    """Points whose expected mean is the month's: a mixture of a good and a bad distribution."""
    worst = np.array(plan.WORST_SCORES) / sum(plan.WORST_SCORES)
    best = np.array(plan.BEST_SCORES) / sum(plan.BEST_SCORES)
    points = np.arange(1, 6)
    low, high = float(points @ worst), float(points @ best)
    share = (np.array(plan.SCORES)[months] - low) / (high - low)
    is_good = rng.random(len(months)) < share
    good, bad = rng.choice(points, len(months), p=best), rng.choice(points, len(months), p=worst)
    found: Numbers = np.where(is_good, good, bad)
    return found
