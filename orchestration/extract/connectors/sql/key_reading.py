"""All keys of a database's table.

Here: reading them in the same transaction as the table's rows, counting, and holding new ones
against the rows that came. Not here: what a sweep of keys may say (`connectors/key_sweeps`).
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from orchestration.extract.connectors.key_sweeps import last_sweep, refuse
from orchestration.extract.connectors.sql.database import Selection
from orchestration.extract.connectors.sql.reading import TableReader
from orchestration.extract.connectors.sql.refusals import refusing
from orchestration.extract.loads import text_table


def read_keys(reader: TableReader, raw: Path) -> tuple[pa.Table, int]:
    """The keys, and how many pages they came in; refused unless they are as many as counted."""
    database, table = reader.database, reader.table
    with refusing(reader.source.name, f"keys of {table.name}: "):
        found = database.columns(table.name)
        everything = Selection(table.name, found)
        before = database.count(everything)
        pages = list(database.rows(everything, (table.key,)))
        after = database.count(everything)
    keys = pa.concat_tables([text_table((table.key,), []), *pages])
    if not before == keys.num_rows == after:
        refuse(
            table,
            f"counts disagree: it counted {before} rows before and {after} after, and"
            f" {keys.num_rows} keys came.",
            "run again at a quieter time.",
        )
    _expect_brought(reader, keys.column(0), raw)
    return keys, len(pages)


def _expect_brought(reader: TableReader, keys: pa.ChunkedArray, raw: Path) -> None:
    """A record nobody knew must be among the window's rows, or it would be missing for ever."""
    known = last_sweep(raw, reader.table)
    if not reader.cursor or known is None:
        return
    new = keys.filter(pc.invert(pc.is_in(keys, value_set=known)))
    brought = pa.chunked_array(reader.keys, pa.string())
    late = len(new) - (pc.sum(pc.is_in(new, value_set=brought)).as_py() or 0)
    if late:
        refuse(
            reader.table,
            f"{late} new records have a stamp from before the window, so they did not come.",
            f"run `vitals sources reread {reader.source.name}`; if it happens again, raise"
            " overlap_seconds.",
        )
