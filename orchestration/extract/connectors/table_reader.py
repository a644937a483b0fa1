"""One table of a ServiceNow instance as a generator of text tables that ends with a proof.

Here: the paging, the column check, the counts. Not here: HTTP itself (`api_session`), and what a
window is (`table_window`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyarrow as pa

from orchestration.extract.api_answers import Answer, TransientError
from orchestration.extract.api_session import ApiSession
from orchestration.extract.connectors.table_window import (
    NEWEST_FIRST,
    Window,
    accept,
    first_moment,
    moment_text,
    parsed,
    whole_page,
)
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import Batches, Proof, TableLoad, text_table
from orchestration.extract.sources.servicenow import ServiceNowSource

KEY = "sys_id"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class TableReader:
    """One table of one instance, to be read once; with a `scope`, only the rows it names."""

    session: ApiSession
    source: ServiceNowSource
    table: SourceTable
    cursor: str | None
    progress: Callable[[str], None]
    scope: str = ""

    def load(self) -> TableLoad:
        return TableLoad(self.table.name, self.table.columns, self._batches())

    def _batches(self) -> Batches:
        offered = self.offered_columns()
        window = self._window()
        before = self._count(window.query)
        row_count = page_count = 0
        pages = (
            self._keyset_pages(window.query, self.table.columns)
            if self.table.is_keyset
            else self._linked_pages(window)
        )
        for rows in pages:
            page = self._as_table(rows, window)
            row_count += page.num_rows
            page_count += 1
            self.progress(
                f"{self.table.source}: {self.table.name} {row_count:,} of {before:,} rows"
            )
            yield page
        after = self._count(window.query)
        self._expect_counts(row_count, before, after)
        return Proof(
            source_count_before=before,
            source_count_after=after,
            page_count=page_count,
            cursor_after=window.cursor,
            window_from=window.first,
            window_to=window.last,
            offered_columns=offered,
        )

    def _get(
        self, query: str, fields: tuple[str, ...], limit: int, check: Callable[[Answer], None]
    ) -> Answer:
        parameters = {
            "sysparm_query": query,
            "sysparm_limit": str(limit),
            "sysparm_exclude_reference_link": "true",
        }
        if fields:
            parameters["sysparm_fields"] = ",".join(fields)
        return self.session.get(f"/api/now/table/{self.table.name}", parameters, check)

    def offered_columns(self) -> tuple[str, ...]:
        """All columns the source has now; those we read must be among them, by name."""
        rows = self._get(f"{NEWEST_FIRST}{self.table.stamp}", (), 1, accept).rows
        if not rows:
            return ()
        offered = set(rows[0])
        missing = [column for column in self.table.columns if column not in offered]
        if missing:
            others = sorted(offered - set(self.table.columns))
            self._refuse(
                f"columns {missing} are gone; columns it has that are not read: {others}.",
                "ask its owners whether they were renamed or hidden from the reading account,"
                " then change the column list and staging together.",
            )
        return tuple(sorted(offered))

    def _window(self) -> Window:
        """From the cursor less the overlap to the newest stamp the source has."""
        stamp = self.table.stamp
        first = first_moment(self.cursor, self.source.overlap_seconds)
        since = Window(stamp, self.scope, first).query
        answer = self._get(f"{since}^{NEWEST_FIRST}{stamp}".lstrip("^"), (stamp,), 1, accept)
        now = moment_text(answer.answered_at)
        if not answer.rows:
            return Window(stamp, self.scope, first, now)
        newest = str(answer.rows[0].get(stamp))
        if parsed(newest) is None:
            self._refuse(
                f"its newest {stamp} is {newest!r}, no UTC time.",
                "have the reading account's date format left at yyyy-MM-dd HH:mm:ss, zone GMT.",
            )
        # A stamp from the future must not carry the cursor past changes still to come.
        cursor = max(min(newest, now), self.cursor or "")
        return Window(stamp, self.scope, first, newest, cursor)

    def _count(self, query: str) -> int:
        def counted(answer: Answer) -> None:
            if answer.total_count is None:
                raise TransientError("no X-Total-Count header")

        total = self._get(query, (KEY,), 1, counted).total_count
        return total or 0

    def keys(self) -> tuple[pa.Table, int]:
        """All keys of the table now, and how many pages they came in; each page proves itself."""
        before = self._count("")
        pages = [
            text_table((KEY,), [[row[KEY]] for row in rows])
            for rows in self._keyset_pages("", (KEY,))
        ]
        after = self._count("")
        keys = pa.concat_tables([text_table((KEY,), []), *pages])
        if not min(before, after) <= keys.num_rows <= max(before, after):
            self._refuse(
                f"counts disagree: it counted {before} rows before and {after} after, and"
                f" {keys.num_rows} keys came.",
                "run again; if it stays, check which rows the reading account may not see.",
            )
        return keys, len(pages)

    def _keyset_pages(self, condition: str, columns: tuple[str, ...]) -> Iterator[Rows]:
        limit = self.source.page_size
        last = ""
        while True:
            after = f"{KEY}>{last}" if last else ""
            query = "^".join(part for part in (condition, after, f"ORDERBY{KEY}") if part)
            answer = self._get(query, columns, limit, whole_page(limit))
            if answer.rows:
                yield answer.rows
                last = self._last_key(answer.rows, last)
            if (answer.total_count or 0) <= len(answer.rows):
                return

    def _last_key(self, rows: Rows, before: str) -> str:
        keys = [before, *(str(row.get(KEY)) for row in rows)]
        if any(key >= following for key, following in pairwise(keys)):
            self._refuse(
                f"its rows do not come in strictly rising order of {KEY}.",
                f"check that {KEY} is unique there and that the instance sorts by it.",
            )
        if not all(key.isalnum() for key in keys[1:]):
            self._refuse(f"a {KEY} holds more than letters and digits.", "have the row mended.")
        return keys[-1]

    def _linked_pages(self, window: Window) -> Iterator[Rows]:
        """For tables that cannot be filtered by key: the source's own chain of next pages."""
        query = f"{window.query}^ORDERBY{self.table.stamp}^ORDERBY{KEY}"
        answer = self._get(query, self.table.columns, self.source.page_size, accept)
        visited: set[str] = set()
        keys: set[str] = set()
        while answer.rows:
            fresh = {str(row.get(KEY)) for row in answer.rows}
            if len(fresh) < len(answer.rows) or fresh & keys:
                self._refuse(
                    "a row came twice: rows moved while they were paged.",
                    "run again at a quieter time; nothing has landed.",
                )
            keys |= fresh
            yield answer.rows
            if answer.next_url is None or answer.next_url in visited:
                return
            visited.add(answer.next_url)
            answer = self.session.get(answer.next_url)

    def _as_table(self, rows: Rows, window: Window) -> pa.Table:
        columns = self.table.columns
        try:
            page = text_table(columns, [[row[column] for column in columns] for row in rows])
        except KeyError as error:
            self._refuse(
                f"column {error.args[0]!r} is missing from a row.",
                "ask its owners whether it was renamed or hidden from the reading account.",
            )
        except TypeError:
            self._refuse_retyped(rows)
        stamps = page.column(self.table.stamp).to_pylist()
        if any(not window.first <= (stamp or "") <= window.last for stamp in stamps):
            self._refuse(
                f"it sent rows outside the window asked for ({window.query}).",
                "set the reading account's time zone to GMT: the API reads times in that zone.",
            )
        return page

    def _refuse_retyped(self, rows: Rows) -> None:
        for row in rows:
            for column in self.table.columns:
                value = row[column]
                if value is not None and not isinstance(value, str):
                    self._refuse(
                        f"column {column!r} is no longer text: a row holds"
                        f" {type(value).__name__} (record {row.get(KEY)}).",
                        "ask its owners what changed, then change staging and the reader together.",
                    )

    def _expect_counts(self, row_count: int, before: int, after: int) -> None:
        """Rows may leave a closed window while it is read (changed or deleted), never enter it."""
        lowest = after if self.table.is_keyset else before
        if not lowest <= row_count <= before or after > before:
            self._refuse(
                f"counts disagree: it counted {before} rows before and {after} after, and"
                f" {row_count} came.",
                "run again; if it stays, check which rows the reading account may not see.",
            )

    def _refuse(self, what: str, remedy: str) -> None:
        raise ExtractionError(self.table.source, f"table {self.table.name}: {what}", remedy)
