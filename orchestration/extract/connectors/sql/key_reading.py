"""All keys of a database's table.

Here: reading them in the same transaction as the table's rows, and counting. Not here: what a sweep
of keys may say (`connectors/key_sweeps`).
"""

from __future__ import annotations

import pyarrow as pa

from orchestration.extract.connectors.key_sweeps import refuse
from orchestration.extract.connectors.sql.database import Database, Selection
from orchestration.extract.connectors.sql.refusals import refusing
from orchestration.extract.contracts import SourceTable
from orchestration.extract.loads import text_table


def read_keys(database: Database, name: str, table: SourceTable) -> tuple[pa.Table, int]:
    """The keys, and how many pages they came in; refused unless they are as many as counted."""
    with refusing(name, f"keys of {table.name}: "):
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
    return keys, len(pages)
