"""Probes of a Prometheus server as text tables, with the server's own counts as their proof.

Here: the window, its pieces, the counts. Not here: HTTP (`api_session`), what an answer holds
(`answers`), what is asked (`queries`), rows made of series (`pages`).

The window is [cursor - overlap, now - settling time], in pieces of at most 11,000 points. Both ends
of a piece belong to it, so the next begins a step later. Probes written late into the overlap are
found by the next reading. A reading replaces what older loads hold, but not of the time before the
oldest sample it found: a server forgets its history, and what was loaded of it stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx2

from orchestration.extract.api_session import ApiSession
from orchestration.extract.connectors.prometheus.answers import (
    Samples,
    read_counts,
    read_matrix,
    read_seconds,
)
from orchestration.extract.connectors.prometheus.pages import Pages
from orchestration.extract.connectors.prometheus.queries import (
    CLOCK,
    ENDS_ASKED_AT,
    ENDS_OF_A_RANGE,
    Questions,
    Window,
)
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import Batches, Proof, Reread, TableLoad
from orchestration.extract.sources.prometheus import PrometheusSource

# Labels every scraped series has; they say where a probe ran, not what it is about.
_TARGET_LABELS = frozenset(("__name__", "instance", "job"))
_STAMP_FORMAT = "%Y-%m-%d %H:%M:%S"
_LONDON = ZoneInfo("Europe/London")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class ProbeReader:
    """One table of one server, to be read once."""

    session: ApiSession
    name: str
    source: PrometheusSource
    table: SourceTable
    cursor: str | None
    progress: Callable[[str], None]
    reread: Reread | None = None

    def load(self) -> TableLoad:
        return TableLoad(self.table.name, self.table.columns, self._batches())

    def questions(self) -> Questions:
        """The queries in the form this server's version needs."""
        found = self._ask("query", {"query": ENDS_OF_A_RANGE, "time": ENDS_ASKED_AT}, read_counts)
        if [count for _, count in found] not in ([1], [2]):
            self._refuse(
                f"it answered {ENDS_OF_A_RANGE} with {found}.",
                "check that base_url is a Prometheus server, not something in front of it.",
            )
        return Questions(self.source.selector, self.source.step_seconds, found[0][1] == 1)

    def window(self) -> Window:
        """From the cursor less the overlap to the last step that is over and settled."""
        source, step = self.source, self.source.step_seconds
        now = self._ask("query", {"query": CLOCK}, read_seconds)
        last = (now - source.settle_seconds) // step * step - step
        if self.reread and self.reread.first and self.reread.last:
            after = self.reread.last + timedelta(days=1)
            first, last = _midnight(self.reread.first), min(last, _midnight(after) - step)
            return Window(first // step * step, last // step * step, step)
        if self.cursor is None:
            return Window(
                _midnight(date.fromisoformat(source.first_date)) // step * step, last, step
            )
        cursor = int(datetime.strptime(self.cursor, _STAMP_FORMAT).replace(tzinfo=UTC).timestamp())
        # A server set back behind the cursor has nothing new, and the cursor stays.
        first = (cursor - source.overlap_seconds) // step * step
        return Window(first, max(last, cursor // step * step), step)

    def sample_counts(self, asked: Questions, window: Window) -> Counter[str]:
        """How many samples the server has in a window, by service."""
        return self._counted(asked.sample_count(window), window.end)

    def _batches(self) -> Batches:
        asked, window = self.questions(), self.window()
        pieces = list(window.pieces(self.source.points_per_query))
        labels: set[str] = set()
        counted: list[Counter[str]] = []
        rows = oldest = newest = 0
        for piece in pieces:
            counted.append(self.sample_counts(asked, piece))
            if not counted[-1]:
                continue
            series = self._series(asked, piece)
            labels |= {label for item in series for label in item.labels}
            self._expect_counts(asked, piece, counted[-1], series)
            page = self._pages.table_of(series)
            rows += page.num_rows
            oldest = oldest or min(int(item.seconds[0]) for item in series)
            newest = max(newest, *(int(item.seconds[-1]) for item in series))
            self.progress(f"{self.name}: {self.table.name} {rows:,} probes to {_stamp(piece.last)}")
            yield page
        self._expect_unmoved(asked, pieces, counted)
        return Proof(
            source_count_before=rows,
            source_count_after=rows,
            page_count=len(pieces),
            cursor_after=self._cursor_after(newest),
            window_from=_stamp(oldest or window.first),
            window_to=_stamp(window.last),
            offered_columns=self._offered(labels),
        )

    def _cursor_after(self, newest: int) -> str | None:
        """The newest probe there is; after single days, or none, the cursor stays."""
        if not newest or (self.reread and self.reread.first):
            return None
        return max(_stamp(newest), self.cursor or "")

    def _series(self, asked: Questions, piece: Window) -> list[Samples]:
        """All series of a piece, in one order whatever the server's."""
        parameters = {
            "query": asked.probes(),
            "start": piece.first,
            "end": piece.last,
            "step": piece.step,
        }
        series = self._ask("query_range", parameters, read_matrix)
        return self._pages.in_order(series, piece)

    @property
    def _pages(self) -> Pages:
        return Pages(self.table, self.source, self._refuse)

    def _expect_counts(
        self, asked: Questions, piece: Window, counted: Counter[str], series: list[Samples]
    ) -> None:
        """As many rows as the server counts: samples, or steps where one holds several."""
        taken = Counter[str]()
        for item in series:
            taken[self._pages.service(item.labels)] += len(item.seconds)
        if taken == counted:
            return
        steps = self._counted(asked.step_count(piece), str(piece.last))
        if taken != steps:
            self._refuse(
                f"counts disagree from {_stamp(piece.first)} to {_stamp(piece.last)}: it counts"
                f" {_listed(steps)}, and {_listed(taken)} came.",
                "run again; if it stays, check the server's log of that time.",
            )
        if round(counted.total() / taken.total()) > 1:
            self._refuse(
                f"step_seconds is {piece.step}, but it holds {counted.total()} samples in"
                f" {taken.total()} steps from {_stamp(piece.first)}.",
                "set step_seconds to the interval at which the services are probed.",
            )

    def _expect_unmoved(
        self, asked: Questions, pieces: list[Window], before: list[Counter[str]]
    ) -> None:
        """What was counted first is there still, and nothing was written meanwhile."""
        for piece, counted in zip(pieces, before, strict=True):
            after = self.sample_counts(asked, piece)
            if after != counted:
                self._refuse(
                    f"counts disagree from {_stamp(piece.first)} to {_stamp(piece.last)}: it"
                    f" counted {_listed(counted)} before and {_listed(after)} after.",
                    "run again: samples were written or deleted while they were read.",
                )

    def _counted(self, query: str, moment: str) -> Counter[str]:
        found = Counter[str]()
        for labels, count in self._ask("query", {"query": query, "time": moment}, read_counts):
            found[self._pages.service(labels)] += count
        return found

    def _offered(self, labels: set[str]) -> tuple[str, ...]:
        """The table's columns, and labels nobody reads."""
        others = labels - _TARGET_LABELS - {self.source.service_label}
        return (*self.table.columns, *sorted(others - set(self.table.columns)))

    def _ask(
        self,
        address: str,
        parameters: Mapping[str, object],
        read: Callable[[httpx2.Response, str], Answer],
    ) -> Answer:
        path = urlsplit(self.source.base_url).path.rstrip("/")
        texts = {name: str(value) for name, value in parameters.items()}
        return self.session.ask(
            f"{path}/api/v1/{address}", texts, lambda response: read(response, self.name)
        )

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        raise ExtractionError(self.name, f"table {self.table.name}: {what}", remedy)


def _stamp(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime(_STAMP_FORMAT)


def _midnight(day: date) -> int:
    """The second at which a London day begins."""
    return int(datetime.combine(day, time(), _LONDON).timestamp())


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "nothing"
