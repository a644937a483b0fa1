"""An SQL database as a source: where its address is found, and how it is read.

Here: the description and what it refuses. Not here: connecting (`connectors/sql`). The address of a
server holds a password, so the file of sources names the environment variable it stands in; only an
SQLite file, which has none, may be named outright.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from orchestration.extract.sources.shared import (
    SourcesError,
    System,
    address_parts,
    expect_between,
    expect_variables,
)


@dataclass(frozen=True)
class SqlSource(System):
    """A database, or one schema of it. `url_variable` names an environment variable.

    A sweep of keys that would delete more than `most_deleted_percent` of a table is refused, unless
    it takes no more than `always_deletable_rows`: of ten rows, one is a tenth.
    """

    protocol: ClassVar[str] = "sql"
    name: str
    url: str = ""
    url_variable: str = ""
    schema: str = ""
    batch_rows: int = 50_000
    overlap_seconds: int = 3_600
    statement_seconds: int = 3_600
    most_deleted_percent: int = 10
    always_deletable_rows: int = 10

    def __post_init__(self) -> None:
        if bool(self.url) == bool(self.url_variable):
            raise SourcesError(
                f"{self.name} needs either a url or credentials.url.",
                "name the environment variable with the database's address under credentials.url;"
                " an SQLite file may stand under url.",
            )
        if self.url_variable:
            expect_variables(self.name, {"url": self.url_variable})
        elif not self._is_file:
            raise SourcesError(
                f"{self.name}.url is not the address of an SQLite file.",
                "write sqlite:////path/to/file, or put the address into an environment variable"
                " and name that under credentials.url.",
            )
        self._expect_numbers()

    @property
    def _is_file(self) -> bool:
        parts = address_parts(self.name, "url", self.url)
        return parts.scheme == "sqlite" and not parts.netloc

    def _expect_numbers(self) -> None:
        for key, least, most, why in (
            ("batch_rows", 1, 1_000_000, "a batch is held in memory"),
            ("overlap_seconds", 1, 31_536_000, "rows of the cursor's own second would be lost"),
            ("statement_seconds", 1, 86_400, "a statement has to end some day"),
            ("most_deleted_percent", 0, 99, "a table that is emptied is never believed"),
            ("always_deletable_rows", 0, 1_000_000, "it counts rows"),
        ):
            expect_between(self.name, key, getattr(self, key), least, most, why)
