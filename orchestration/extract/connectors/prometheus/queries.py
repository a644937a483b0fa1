"""The PromQL a reading asks, and the windows it asks it for.

Here: text and arithmetic. Not here: HTTP, answers.

A plain selector looks back five minutes and hides a probe that was not made. What is asked instead
is the last sample within each step: from the step's own second up to the last millisecond before
the next, by a range that looks forward (a negative offset). Prometheus 3 leaves the left end of a
range out, earlier versions take it in; the range is a millisecond longer where it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# Two points where both ends of a range belong to it, one where the left one does not.
ENDS_OF_A_RANGE = "count_over_time(vector(0)[60s:60s])"
ENDS_ASKED_AT = 60
CLOCK = "time()"


@dataclass(frozen=True)
class Window:
    """Steps from the one that begins at second `first` to the one at `last`, both included."""

    first: int
    last: int
    step: int

    @property
    def end(self) -> str:
        """The last moment of the last step."""
        return f"{self.last + self.step - 1}.999"

    def pieces(self, points: int) -> Iterator[Window]:
        """Windows of at most so many steps; each begins a step after the one before has ended."""
        for first in range(self.first, self.last + 1, points * self.step):
            yield Window(first, min(self.last, first + (points - 1) * self.step), self.step)


@dataclass(frozen=True)
class Questions:
    """What is asked of one server about one selector."""

    selector: str
    step: int
    is_left_open: bool

    def probes(self) -> str:
        """For each step the sample made in it; none where none was."""
        milliseconds = self.step * 1_000
        return (
            f"last_over_time({self.selector}[{self._reaching(milliseconds)}]"
            f" offset -{milliseconds - 1}ms)"
        )

    def sample_count(self, window: Window) -> str:
        """All samples of a window, asked at its end."""
        seconds = window.last + self.step - window.first
        return f"count_over_time({self.selector}[{self._reaching(seconds * 1_000)}])"

    def step_count(self, window: Window) -> str:
        """The steps of a window in which a sample was made, asked at its last step."""
        reach = (window.last - window.first) * 1_000 + self.step * 500
        return f"count_over_time({self.probes()}[{reach}ms:{self.step}s])"

    def _reaching(self, milliseconds: int) -> str:
        """A range over so many milliseconds, that of its right end included."""
        return f"{milliseconds if self.is_left_open else milliseconds - 1}ms"
