"""Raw loads made by hand, for tests of whatever reads the raw zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from orchestration.extract.contracts import read_contracts
from orchestration.extract.loads import Load, rows_load
from orchestration.extract.raw_zone import commit_load
from orchestration.extract.tables import RETURN_TABLES, RETURNS
from orchestration.settings import PROJECT_ROOT

Row = Mapping[str, str]
SERVICENOW_COLUMNS = read_contracts(PROJECT_ROOT)["servicenow"].raw_tables


def load_servicenow(raw: Path, **tables: Sequence[Row]) -> Load:
    """A ServiceNow load; columns a row leaves out are empty, tables left out have no rows."""
    return _load(raw, "servicenow", SERVICENOW_COLUMNS, tables)


def load_returns(raw: Path, **tables: Sequence[Row]) -> Load:
    """A returns load; columns a row leaves out are empty, tables left out have no rows."""
    return _load(raw, RETURNS, RETURN_TABLES, tables)


def _load(
    raw: Path,
    source: str,
    layout: Mapping[str, Sequence[str]],
    tables: Mapping[str, Sequence[Row]],
) -> Load:
    for name, rows in tables.items():
        unknown = {column for row in rows for column in row} - set(layout[name])
        assert not unknown, f"{name} has no columns {unknown}"
    return commit_load(
        raw,
        source,
        [
            rows_load(
                name,
                columns,
                [
                    {column: row.get(column, "") for column in columns}
                    for row in tables.get(name, ())
                ],
            )
            for name, columns in layout.items()
        ],
    )
