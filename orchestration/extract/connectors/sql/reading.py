"""A table of a database as a generator of text tables that ends with a proof of completeness.

Here: the column check, the window, the counts. Not here: the database (`adbc`, `any_database`), or
which keys are gone (`key_reading`).

The window is closed at both ends, [cursor - overlap, newest stamp]. A row that was committed late
with an older stamp is in the next window, as long as it is not later than the overlap; a row
without a stamp is in every one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from orchestration.extract.connectors.sql.database import (
    MOMENT_FORMAT,
    Column,
    Database,
    Selection,
)
from orchestration.extract.connectors.sql.refusals import refusing
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import Batches, Proof, TableLoad
from orchestration.extract.sources.sql import SqlSource

# What else may stand where a contract promises a type: it reads the same once it is text.
_READS_AS: Mapping[str, frozenset[str]] = {
    "decimal": frozenset({"integer"}),
    "text": frozenset({"integer"}),
}


@dataclass(frozen=True)
class TableReader:
    """One table of one database, to be read once; `keys` are those of a window, for its sweep."""

    database: Database
    source: SqlSource
    table: SourceTable
    cursor: str | None
    progress: Callable[[str], None]
    keys: list[pa.ChunkedArray] = field(default_factory=list)

    def load(self) -> TableLoad:
        return TableLoad(self.table.name, self.table.columns, self._batches())

    def _batches(self) -> Batches:
        with refusing(self.source.name, f"table {self.table.name}: "):
            found = self.columns()
            selection, cursor, before = self._window(found)
        row_count = page_count = 0
        for page in self._pages(selection):
            row_count += page.num_rows
            page_count += 1
            self.progress(f"{self.source.name}: {self.table.name} {row_count:,} of {before:,} rows")
            if self.cursor and self.table.deletes == "key_sweep":
                self.keys.append(page.column(self.table.key))
            yield page
        with refusing(self.source.name, f"table {self.table.name}: "):
            is_sure = self.database.is_of_one_moment
            after = before if is_sure else self.database.count(selection)
        if not before == row_count == after:
            self._refuse(
                f"counts disagree: it counted {before} rows before and {after} after, and"
                f" {row_count} came.",
                "run again at a quieter time; if it stays, have it read by an account whose"
                " transactions see one moment.",
            )
        return Proof(
            source_count_before=before,
            source_count_after=after,
            page_count=page_count,
            cursor_after=cursor,
            window_from=selection.first,
            window_to=selection.last,
            offered_columns=tuple(found),
        )

    def _pages(self, selection: Selection) -> Iterator[pa.Table]:
        """The rows; wherever their reading ends, the statement behind it ends too."""
        with closing(self.database.rows(selection, self.table.columns)) as pages:
            while True:
                with refusing(self.source.name, f"table {self.table.name}: "):
                    page = next(pages, None)
                if page is None:
                    return
                self._expect_keys(page)
                yield page

    def _expect_keys(self, page: pa.Table) -> None:
        """Rows without a key would pass for versions of one record, and all but one be lost."""
        if not self.table.key:
            return
        nameless = page.num_rows - page.filter(pc.field(self.table.key) != "").num_rows
        if nameless:
            self._refuse(
                f"{nameless} rows have no {self.table.key}.",
                "have the rows mended, or left out of what the reading account sees.",
            )

    def columns(self) -> dict[str, Column]:
        """All columns the table has now; those of the contract must be among them, by name."""
        found = self.database.columns(self.table.name)
        if not found:
            self._refuse(
                "it is not there.",
                "check the schema and the grants of the reading account; a view may stand for it.",
            )
        missing = [name for name in self.table.columns if name not in found]
        if missing:
            others = sorted(set(found) - set(self.table.columns))
            self._refuse(
                f"columns {missing} are gone; columns it has that are not read: {others}.",
                "ask its owners whether they were renamed, then change the contract and staging"
                " together.",
            )
        for name, promised in self.table.types.items():
            column, family = found[name], promised.partition("(")[0]
            if column.family != family and column.family not in _READS_AS.get(family, ()):
                self._refuse(
                    f"column {name!r} is {column.type_name or 'of no type'} where {promised} was"
                    " promised.",
                    "ask its owners what changed, then change the contract and staging together;"
                    " a view may cast it meanwhile.",
                )
        return found

    def _window(self, found: Mapping[str, Column]) -> tuple[Selection, str | None, int]:
        """What is read this time, where the next time starts, and how many rows there are."""
        everything = Selection(self.table.name, found)
        if not self.table.stamp:
            return everything, None, self.database.count(everything)
        first = ""
        if self.cursor:
            overlap = timedelta(seconds=self.source.overlap_seconds)
            first = (_moment(self.cursor) - overlap).strftime(MOMENT_FORMAT)
        now = self.database.now()
        since = Selection(self.table.name, found, self.table.stamp, first)
        newest, row_count = self.database.newest(since)
        if newest is None:
            last, cursor = now, self.cursor
        else:
            self._expect_moment(newest)
            # A stamp from the future must not carry the cursor past changes still to come.
            last, cursor = newest, max(min(newest, now), self.cursor or "")
        return replace(since, last=last), cursor, row_count

    def _expect_moment(self, stamp: str) -> None:
        try:
            _moment(stamp)
        except ValueError:
            self._refuse(
                f"its newest {self.table.stamp} is {stamp!r}, no UTC time.",
                "have the column hold UTC times as YYYY-MM-DD HH:MM:SS, or show one in a view.",
            )

    def _refuse(self, what: str, remedy: str) -> None:
        raise ExtractionError(self.source.name, f"table {self.table.name}: {what}", remedy)


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, MOMENT_FORMAT).replace(tzinfo=UTC)
