"""What an export made of each metric: a target expresses it, or refuses it with a reason.

Here: that record, and the check that it is complete. Not here: the exports themselves (the folders
beside this file) and where the report of all of them is written (exports.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Refusal


@dataclass(frozen=True)
class Generation:
    """What one target was given: names of metrics it expresses, and those it refuses."""

    target: str
    exported: tuple[str, ...]
    refused: tuple[Refusal, ...]

    def unaccounted(self, metrics: MetricList) -> tuple[str, ...]:
        """Metrics the target says nothing of, or says both of; there must be none."""
        told = [*self.exported, *(entry.name for entry in self.refused)]
        names = {metric.name for metric in metrics.metrics}
        return tuple(sorted(_different(names, told)))


def _different(names: set[str], told: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for name in told:
        (twice if name in seen else seen).add(name)
    return (names ^ seen) | twice
