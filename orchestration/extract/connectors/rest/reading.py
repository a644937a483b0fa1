"""A table of a REST API as a generator of text tables that ends with a proof of completeness.

Here: the window, the column check, the pages, the counts. Not here: HTTP and single answers
(`asking`, `pages`), order (`walk`), values (`values`), deletes (`key_reading`).

The window is closed at both ends, [cursor - overlap, newest stamp], and comes in order of the stamp
(of the key, where there is none): a row changed meanwhile leaves the window, and the next brings
it. A list whose cursor is lost is begun again at the last stamp read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import compress
from typing import Any

import numpy as np
import pyarrow as pa

from orchestration.extract.connectors.rest.asking import Asking
from orchestration.extract.connectors.rest.pages import CursorLostError, Page, TextPage
from orchestration.extract.connectors.rest.values import Columns, RetypedError
from orchestration.extract.connectors.rest.walk import Walk
from orchestration.extract.loads import Batches, Proof, TableLoad

_CURSOR_FORMAT = "%Y-%m-%d %H:%M:%S"
_ISO_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Window:
    """What one extraction reads of a table: the bounds as asked, and where the next will start."""

    first: str
    last: str
    cursor: str | None


@dataclass(frozen=True)
class TableReader:
    """One table of one system, to be read once."""

    asking: Asking
    cursor: str | None
    progress: Callable[[str], None]

    def load(self) -> TableLoad:
        table = self.asking.table
        return TableLoad(table.name, table.columns, self._batches())

    def _batches(self) -> Batches:
        name = f"{self.asking.source.name}: {self.asking.table.name}"
        newest = self.look()
        window = self._window(newest)
        before = self._total(window)
        row_count = page_count = 0
        for rows in self._pages(window, before):
            row_count += rows.num_rows
            page_count += 1
            self.progress(f"{name} {row_count:,} of {before:,} rows")
            yield rows
        after = self._total(window)
        # Rows may leave a closed window while it is read (changed or deleted), never enter it.
        if not after <= row_count <= before:
            self.asking.refuse(
                f"counts disagree: it counted {before} rows before and {after} after, and"
                f" {row_count} came.",
                "run again; if it stays, check which rows the reading account may not see.",
            )
        return Proof(
            source_count_before=before,
            source_count_after=after,
            page_count=page_count,
            cursor_after=window.cursor,
            window_from=window.first,
            window_to=window.last,
            offered_columns=tuple(sorted(newest.entries[0])) if newest.entries else (),
        )

    def look(self) -> Page:
        """The newest row; the columns that are read must be in it, by name and kind."""
        table = self.asking.table
        newest = self.asking.rows(limit=1, sort=f"-{table.stamp or table.key}")
        for row in newest.entries[:1]:
            missing = [column for column in table.columns if column not in row]
            if missing:
                others = sorted(set(row) - set(table.columns))
                self.asking.refuse(
                    f"columns {missing} are gone; columns it has that are not read: {others}.",
                    "ask its owners whether they were renamed or hidden from the reading account,"
                    " then change the contract and staging together.",
                )
            self._text([row], self._columns())
        return newest

    def _window(self, newest: Page) -> Window:
        stamp = self.asking.table.stamp
        if not stamp:
            return Window("", "", None)
        first = ""
        if self.cursor:
            overlap = timedelta(seconds=self.asking.source.overlap_seconds)
            first = (_moment(self.cursor) - overlap).strftime(_ISO_FORMAT)
        now = newest.answered_at
        if not newest.entries:
            return Window(first, now.strftime(_ISO_FORMAT), self.cursor)
        last = newest.entries[0][stamp]
        text = self._text(newest.entries[:1], Columns((stamp,), {stamp: "timestamp"}))
        try:
            moment = _moment(str(text.column(0)[0].as_py()))
        except ValueError:
            self.asking.refuse(
                f"its newest {stamp} is {last!r}, no UTC time.",
                "have it give times as 2026-01-31T23:59:59Z.",
            )
        # A stamp from the future must not carry the cursor past changes still to come.
        reached = min(moment, now).strftime(_CURSOR_FORMAT)
        return Window(first, last, max(reached, self.cursor or ""))

    def _total(self, window: Window) -> int:
        page = self.asking.rows(limit=1, updated_from=window.first, updated_to=window.last)
        return page.total

    def _pages(self, window: Window, before: int) -> Iterator[pa.Table]:
        """The pages of the window; a lost cursor begins a new list where this one ended.

        While one page is checked and written, the next is on its way. It becomes columns where it
        was parsed: another processor would have to fetch each of its values first.
        """
        columns = self._columns()
        walk, passed = Walk(window.first, bool(self.asking.table.stamp)), {""}

        def ask() -> TextPage:
            page = self.asking.rows(walk.cursor, updated_from=walk.start, updated_to=window.last)
            return TextPage(self._text(page.entries, columns), page.next_cursor, page.total)

        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(ask)
            while True:
                try:
                    page = coming.result()
                except CursorLostError:
                    self._begin_again(walk)
                    passed, coming = {""}, ahead.submit(ask)
                    continue
                self._expect_onward(page, before, passed)
                if page.next_cursor:
                    passed.add(page.next_cursor)
                    walk.cursor = page.next_cursor
                    coming = ahead.submit(ask)
                if page.rows.num_rows:
                    rows = self._checked(page.rows, walk)
                    self._expect_inside(rows, window)
                    yield rows
                if not page.next_cursor:
                    return

    def _expect_onward(self, page: TextPage, before: int, passed: set[str]) -> None:
        """The page belongs to the window as it was counted, and leads on."""
        if page.total > before:
            self.asking.refuse(
                f"counts disagree: it counted {before} rows before and {page.total} on a page.",
                "run again; a closed window cannot gain rows.",
            )
        if page.next_cursor and (page.next_cursor in passed or not page.rows.num_rows):
            self.asking.refuse(
                "its cursors lead round in a circle, or on from an empty page.",
                "run again; if it stays, report it to the API's owners.",
            )

    def _expect_inside(self, rows: pa.Table, window: Window) -> None:
        """An API that does not know the bounds would send everything, or rows still changing."""
        stamp = self.asking.table.stamp
        if not stamp or not rows.num_rows:
            return
        oldest, newest = (rows.column(stamp)[place].as_py() for place in (0, -1))
        if oldest < _second(window.first) or newest > _second(window.last):
            self.asking.refuse(
                f"it sent rows outside the window asked for ({window.first} to {window.last}).",
                "check that the API takes updated_from and updated_to (docs/sources/rest.md).",
            )

    def _begin_again(self, walk: Walk) -> None:
        at_stamp = self.asking.table.stamp and walk.last
        walk.resume(_moment(walk.last).strftime(_ISO_FORMAT) if at_stamp else "")
        if walk.restarts > self.asking.source.patience.attempts:
            self.asking.refuse(
                f"it lost its cursor {walk.restarts} times in one place.",
                "try a larger page_size, or ask its owners how long a cursor is kept.",
            )

    def _checked(self, rows: pa.Table, walk: Walk) -> pa.Table:
        """The rows of a page not read yet, once it is sure to follow on the one before."""
        table = self.asking.table
        places = rows.column(table.stamp or table.key).to_pylist()
        keys = rows.column(table.key).to_pylist()
        if None in places or None in keys:
            self.asking.refuse(
                "a row has no key or no stamp.", "have the row mended; nothing has landed."
            )
        if walk.is_resumed:
            fresh = walk.fresh(places, keys)
            packed = pa.py_buffer(np.packbits(fresh, bitorder="little"))
            rows = rows.filter(pa.Array.from_buffers(pa.bool_(), len(fresh), [None, packed]))
            places, keys = list(compress(places, fresh)), list(compress(keys, fresh))
        if not walk.follow(places, keys):
            self.asking.refuse(
                "rows came out of order, or a page came twice.",
                "run again at a quieter time; the API has to list rows by"
                f" {table.stamp or table.key}.",
            )
        return rows

    def _columns(self) -> Columns:
        """The table's columns; the stamp is a time, whatever else the contract leaves open."""
        table = self.asking.table
        stamp = {table.stamp: "timestamp"} if table.stamp else {}
        return Columns(table.columns, {**table.types, **stamp})

    def _text(self, rows: list[dict[str, Any]], columns: Columns) -> pa.Table:
        try:
            return columns.table(rows)
        except KeyError as error:
            self.asking.refuse(
                f"column {error.args[0]!r} is missing from a row.",
                "ask its owners whether it was renamed or hidden from the reading account.",
            )
        except RetypedError as error:
            self.asking.refuse(
                f"{error}.",
                "ask its owners what changed, then change contract and staging together.",
            )


def _second(moment: str) -> str:
    """The second of an ISO 8601 time in UTC, as stamps land."""
    return moment.replace("T", " ")[:19]


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _CURSOR_FORMAT).replace(tzinfo=UTC)
