"""What one table of a REST API is asked, and how its refusals read.

Here: addresses and parameters. Not here: what an answer holds (`pages`), what follows from it
(`reading`, `key_reading`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from orchestration.extract.api_session import ApiSession
from orchestration.extract.connectors.rest.pages import Page, read_page
from orchestration.extract.connectors.rest.values import Columns
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.sources.rest import RestSource


@dataclass(frozen=True)
class Asking:
    """One table of one system, over its session."""

    session: ApiSession
    source: RestSource
    table: SourceTable

    def rows(self, cursor: str = "", limit: int = 0, **window: str) -> Page:
        """A page of rows, from the start of a window or after a cursor."""
        return self._page("", cursor, limit, window)

    def keys(self, cursor: str = "", limit: int = 0) -> Page:
        """A page of keys, in rising order."""
        return self._page("/keys", cursor, limit, {})

    def _page(self, what: str, cursor: str, limit: int, window: Mapping[str, str]) -> Page:
        parameters = {name: value for name, value in window.items() if value}
        parameters["limit"] = str(limit or self.source.page_size)
        if cursor:
            parameters["cursor"] = cursor
        address = f"{self.source.base_url.rstrip('/')}/{self.table.name}{what}"
        reader = partial(
            read_page,
            name=self.source.name,
            has_cursor=bool(cursor),
            of_keys=bool(what),
            has_numbers=not what and Columns(self.table.columns, self.table.types).may_hold_numbers,
        )
        return self.session.ask(address, parameters, reader)

    def refuse(self, what: str, remedy: str) -> NoReturn:
        raise ExtractionError(self.source.name, f"table {self.table.name}: {what}", remedy)
