"""Who may see which rows: one role, told by a table of memberships.

Here: that table and the condition on each table with rows of a scorecard or a unit. Not here: who
is a member: the table is kept by whoever runs the service.

A membership names a person's sign-in name, a scorecard and a unit, and the days it holds. Nothing,
or a star, in place of a scorecard or a unit is all of them; the unit that bears the scorecard's
name is the whole organisation. A row of no unit belongs to the whole organisation. A person no
membership names sees no row.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.publish.powerbi.model import Column, Role, Table
from orchestration.publish.powerbi.names import column_name, dax_column, table_name
from orchestration.publish.powerbi.sources import MEMBERSHIPS, Source, memberships_partition

ROLE = "Members"
# Columns of the table of memberships with their types in the words of M.
COLUMNS = (
    ("user_name", "string", "The sign-in name, as Power BI tells it: an address."),
    ("scorecard_id", "string", "The scorecard; nothing or * is all of them."),
    ("organisation_unit_id", "string", "The unit; nothing or * is all of a scorecard's."),
    (
        "audience_level",
        "string",
        "The level of the audience. No table of this model is kept for a level: it decides nothing "
        "here.",
    ),
    ("valid_from_date", "date", "The first day; nothing is since ever."),
    ("valid_to_date", "date", "The last day; nothing is for good."),
)
DATA_TYPES = {"string": "string", "date": "dateTime"}
HEADER = ",".join(name for name, _, _ in COLUMNS) + "\n"


def memberships(source: Source) -> Table:
    """The table that says who may see which rows; nobody sees it."""
    return Table(
        name=table_name(MEMBERSHIPS),
        mart=MEMBERSHIPS,
        description="Who may see which rows. Grain: one row per person, scorecard, unit and span.",
        columns=tuple(
            Column(
                name=column_name(MEMBERSHIPS, name),
                source=name,
                data_type=DATA_TYPES[kind],
                description=description,
                is_hidden=True,
            )
            for name, kind, description in COLUMNS
        ),
        partition=memberships_partition(source, [(name, kind) for name, kind, _ in COLUMNS]),
        is_hidden=True,
    )


def roles(tables: Sequence[Table], members: Table) -> tuple[Role, ...]:
    """The role of members: a condition for every table with rows of a scorecard."""
    filters = {
        table.name: _condition(table, members) for table in tables if table.has("scorecard_id")
    }
    filters[members.name] = f"{_column(members, 'user_name')} = USERPRINCIPALNAME()"
    return (
        Role(
            ROLE,
            "Sees what the table of memberships gives; without a membership, nothing.",
            filters,
        ),
    )


def _condition(table: Table, members: Table) -> str:
    conditions = [
        f"{_column(members, 'user_name')} = USERPRINCIPALNAME()",
        _any_or(members, "scorecard_id", _column(table, "scorecard_id")),
        *_of_unit(table, members),
        _since(_column(members, "valid_from_date")),
        _until(_column(members, "valid_to_date")),
    ]
    told = "\n        && ".join(conditions)
    return f"NOT ISEMPTY(\n    FILTER(\n        '{members.name}',\n        {told}\n    )\n)"


def _of_unit(table: Table, members: Table) -> list[str]:
    # What a scorecard consists of is told to all its members; figures only to those of the unit.
    if table.mart in ("dim_scorecards", "dim_objectives", "dim_measures"):
        return []
    unit = "organisation_unit_id" if table.has("organisation_unit_id") else "scorecard_id"
    return [_any_or(members, "organisation_unit_id", _column(table, unit))]


def _any_or(members: Table, source: str, wanted: str) -> str:
    column = _column(members, source)
    return f'(ISBLANK({column}) || {column} = "*" || {column} = {wanted})'


def _since(column: str) -> str:
    return f"(ISBLANK({column}) || {column} <= TODAY())"


def _until(column: str) -> str:
    return f"(ISBLANK({column}) || {column} >= TODAY())"


def _column(table: Table, source: str) -> str:
    return dax_column(table.name, table.said(source))
