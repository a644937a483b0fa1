"""The rows a failed data test found, for the message.

Here: asking the test's own query once more. Not here: which tests may show their rows: those that
say `tells_rows` in their meta, because a row of any other may be about a person.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SHOWN_ROWS = 5


def failing_rows(warehouse: Path, query: str) -> list[str]:
    """The first rows, each with its columns named; none where they cannot be read any more."""
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            connection.execute("set timezone = 'UTC'")
            found = connection.execute(query)
            names = [column[0] for column in found.description or ()]
            return [
                ", ".join(f"{name} {value}" for name, value in zip(names, row, strict=True))
                for row in found.fetchmany(SHOWN_ROWS)
            ]
    except duckdb.Error:
        return []
