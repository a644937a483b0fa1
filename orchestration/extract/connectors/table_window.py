"""What one extraction reads of a Table API table: a window of time, and the proof of each page.

Here: the window as an encoded query, stamps as the API writes them, when a page is whole. Not here:
asking (`table_reader`).

The window is closed at both ends, [cursor - overlap, newest stamp], and read in order of `sys_id`:
a row changed meanwhile leaves the window and cannot push another past the reader, and the next
window, which starts before this one's end, brings it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from orchestration.extract.api_answers import Answer, TransientError

NEWEST_FIRST = "ORDERBYDESC"
_STAMP_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Window:
    """What one extraction reads of a table, and where the next will start.

    `scope` is a condition every row must meet, `stamp` the column the window goes by.
    """

    stamp: str
    scope: str = ""
    first: str = ""
    last: str = ""
    cursor: str | None = None

    @property
    def query(self) -> str:
        lower = f"{self.stamp}>={self.first}" if self.first else ""
        upper = f"{self.stamp}<={self.last}" if self.last else ""
        return "^".join(part for part in (self.scope, lower, upper) if part)


def first_moment(cursor: str | None, overlap_seconds: int) -> str:
    """Where a window starts: the cursor less the overlap, or the beginning of all time."""
    moment = parsed(cursor or "")
    return moment_text(moment - timedelta(seconds=overlap_seconds)) if moment else ""


def moment_text(moment: datetime) -> str:
    """A moment as the API writes it."""
    return moment.strftime(_STAMP_FORMAT)


def parsed(stamp: str) -> datetime | None:
    """The moment a stamp names, if it is one."""
    try:
        return datetime.strptime(stamp, _STAMP_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def accept(_: Answer) -> None:
    """Any whole answer will do."""


def whole_page(limit: int) -> Callable[[Answer], None]:
    """Each page proves itself: as many rows as were left, up to the limit, by its own count."""

    def check(answer: Answer) -> None:
        if answer.total_count is None:
            raise TransientError("no X-Total-Count header")
        expected = min(limit, answer.total_count)
        if len(answer.rows) != expected:
            raise TransientError(f"a page of {len(answer.rows)} rows where {expected} were due")

    return check
