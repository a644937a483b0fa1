"""Named queries against one release's serving database.

Here: opening it read-only and turning rows into dictionaries. Not here: SQL (reports/queries).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

Row = dict[str, Any]
SUFFIX = ".sql.j2"


class SiteError(Exception):
    """Pages could not be written; the former ones stand."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


def query_names(folder: Path) -> list[str]:
    """The names of the queries there are."""
    return sorted(path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}"))


def rendered_query(folder: Path, name: str, *, schema: str = "main") -> str:
    """The query's SQL. It may ask for `mart('x')` alone, so that no value is ever spliced in."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- SQL, not markup
    )
    return environment.get_template(name + SUFFIX).render(mart=lambda mart: f"{schema}.{mart}")


def read_rows(
    database: Path, folder: Path, asked: Collection[str] | None = None
) -> Mapping[str, list[Row]]:
    """Every named query's rows, over one read-only connection that is closed before drawing.

    Where some are `asked` for, the others have no rows: what does not need them can be made of a
    release that lacks their marts.
    """
    if not database.is_file():
        raise SiteError(f"{database} is not there.", "Publish a release first: `vitals run`.")
    names = query_names(folder)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        return {
            name: _rows(connection, folder, name) if asked is None or name in asked else []
            for name in names
        }


def _rows(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> list[Row]:
    try:
        cursor = connection.execute(rendered_query(folder, name))
    except duckdb.Error as error:
        raise SiteError(
            f"The query {folder.name}/{name}{SUFFIX} failed on this release: {error}.",
            "Publish a release made by this version, or correct the query.",
        ) from error
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def grouped(rows: list[Row], *keys: str) -> dict[Any, list[Row]]:
    """Rows by one key, or by a tuple of several, in their order."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        key = row[keys[0]] if len(keys) == 1 else tuple(row[name] for name in keys)
        groups.setdefault(key, []).append(row)
    return groups
