"""The rows of returns that said a number: file, row and cells.

Here: every row that was sent about it, the one that stands first. Not here: counted records.
"""

from __future__ import annotations

import duckdb

from orchestration.audit.trail import Listing, Records, Row

RETURNED = ("returns.observations",)
STANDING = """
    select load_id, file_name, row_number
    from intermediate.int_return_observations
    where measure_id = ? and organisation_unit_id = ? and period_id = ?
"""
SENT = """
    select
        file_name, sheet_name, row_number, load_id, received_at, value_text, numerator_text,
        denominator_text, status_text, restatement_reason_text, rejection_rule_id, file_sha256
    from intermediate.int_return_observations_judged
    where measure_id = ? and organisation_unit_id = ? and period_id = ?
    order by received_at desc, file_name desc, row_number desc
"""
CELLS = ("value_text", "numerator_text", "denominator_text", "restatement_reason_text")


def returned_rows(build: duckdb.DuckDBPyConnection, number: Row, limit: int) -> Records:
    """The row that stands, then those it replaced and those that were refused."""
    key = [number["measure_id"], number["organisation_unit_id"], number["period_id"]]
    standing = build.execute(STANDING, key).fetchone()
    cursor = build.execute(SENT, key)
    names = [column[0] for column in cursor.description or ()]
    # The cells of a protected number are the number.
    hidden = CELLS if number["disclosure_rule_id"] else ()
    rows = []
    for found in cursor.fetchall():
        row = dict(zip(names, found, strict=True))
        row = {name: value for name, value in row.items() if name not in hidden and value != ""}
        row["stands"] = (row["load_id"], row["file_name"], row["row_number"]) == standing
        rows.append(row)
    rows.sort(key=lambda row: not row["stands"])
    if not rows:
        return Records((), (), "No return has a row about this period.")
    note = "Cells are left out: the number is protected." if hidden else ""
    shown = tuple(rows[:limit])
    listing = Listing(RETURNED, "int_return_observations_judged", len(rows), shown)
    return Records((listing,), (), note)
