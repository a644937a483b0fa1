"""How a Prometheus server is reached.

Here: its address, its sign-in, which series are read and how far apart the probes are. Not here:
reading it (connectors/prometheus).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from orchestration.extract.sources.shared import (
    Patience,
    SourcesError,
    System,
    expect_address,
    expect_between,
    expect_sign_in,
)

_CREDENTIALS: dict[str, tuple[str, ...]] = {
    "none": (),
    "basic": ("username", "password"),
    "bearer": ("token",),
}
# A metric with or without matchers in braces; a range, an offset or a function are no selector.
_SELECTOR = re.compile(r'[a-zA-Z_:][a-zA-Z0-9_:]*(\{([^{}"]|"([^"\\]|\\.)*")*\})?')
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
MOST_POINTS = 11_000
_LONGEST_STEP = 3_600
_MOST_SECONDS = 10**9


@dataclass(frozen=True)
class PrometheusSource(System):
    """A Prometheus HTTP API. Each `*_variable` names an environment variable.

    `step_seconds` is the interval between two probes of a service; history is read from the London
    day `first_date`; the newest `settle_seconds` are left for the next run, when they are complete.
    """

    protocol: ClassVar[str] = "prometheus"

    name: str = "monitoring"
    base_url: str = ""
    first_date: str = ""
    selector: str = "probe_success"
    service_label: str = "service_id"
    step_seconds: int = 60
    auth: str = "bearer"
    username_variable: str = ""
    password_variable: str = ""
    token_variable: str = ""
    points_per_query: int = MOST_POINTS
    overlap_seconds: int = 86_400
    settle_seconds: int = 120
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        expect_address(self.name, self.base_url)
        expect_sign_in(self.name, self, _CREDENTIALS)
        self._expect_series()
        self._expect_numbers()

    @property
    def token_path(self) -> str:
        """No sign-in of its own: what is sent comes from the environment."""
        return ""

    def _expect_series(self) -> None:
        if not _SELECTOR.fullmatch(self.selector):
            raise SourcesError(
                f"{self.name}.selector {self.selector!r} is no series selector.",
                'write a metric, with matchers if need be, as in probe_success{job="tier1"}.',
            )
        if not _LABEL.fullmatch(self.service_label):
            raise SourcesError(
                f"{self.name}.service_label {self.service_label!r} is no label's name.",
                "name the label that holds the service's id.",
            )
        try:
            date.fromisoformat(self.first_date)
        except ValueError:
            raise SourcesError(
                f"{self.name}.first_date {self.first_date!r} is no day.",
                "give the day from which history is read, in quotes, as in '2024-04-01'.",
            ) from None

    def _expect_numbers(self) -> None:
        step = self.step_seconds
        expect_between(
            self.name, "step_seconds", step, 1, _LONGEST_STEP, "windows open on the hour"
        )
        if _LONGEST_STEP % step:
            raise SourcesError(
                f"{self.name}.step_seconds {step} does not divide the hour.",
                "windows open on the hour: choose a divisor of 3600, as the probes have.",
            )
        why = f"Prometheus answers at most {MOST_POINTS} points a query"
        expect_between(self.name, "points_per_query", self.points_per_query, 1, MOST_POINTS, why)
        why = "probes written late are missed without an overlap"
        expect_between(self.name, "overlap_seconds", self.overlap_seconds, step, _MOST_SECONDS, why)
        why = "probes under way would be missed"
        expect_between(self.name, "settle_seconds", self.settle_seconds, 0, _MOST_SECONDS, why)
