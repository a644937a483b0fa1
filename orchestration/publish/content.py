"""What a release says, as one hash.

Here: the hash that is equal for two releases that say the same, whenever and wherever they were
built. Not here: the hash of a file's bytes (files.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import duckdb

from orchestration.publish.marts import name, text

# Says when and from what loads a release was made, not what it says.
LINEAGE_MARTS = frozenset({"fct_extractions", "fct_source_rejections"})
LINEAGE_COLUMNS = frozenset(
    {
        "load_id",
        "release_id",
        "received_at",
        "loaded_at",
        "started_at",
        "finished_at",
        "built_at",
        "known_before_at",
        "known_since_at",
    }
)


def hash_relation(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Iterable[str]
) -> str:
    """The hash of a relation's rows, whatever their order; each value with its length before it."""
    told = sorted(column for column in columns if column not in LINEAGE_COLUMNS)
    values = [f"cast({name(column)} as varchar)" for column in told]
    row = " || ".join(f"coalesce(length({value}) || ':' || {value}, '-')" for value in values)
    found = connection.execute(
        "select sha256(coalesce(string_agg(row_hash, '' order by row_hash), '')) "
        f"from (select sha256({row or text('')}) as row_hash from {relation})"
    ).fetchone()
    header = ",".join(told)
    return hashlib.sha256(f"{header}\n{found[0] if found else ''}".encode()).hexdigest()


def combine(hashes: Mapping[str, str]) -> str:
    """The content hash of a release, from the hashes of its marts."""
    lines = [f"{mart} {digest}\n" for mart, digest in sorted(hashes.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def is_content(mart: str) -> bool:
    """Whether a mart belongs to what a release says."""
    return mart not in LINEAGE_MARTS
