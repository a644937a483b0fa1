"""Who may see which rows: one role, by the memberships that PostgreSQL's policies ask as well.

Here: the condition on each table. Not here: the tables the conditions ask (sight.py), and who is a
member: that list is kept by whoever runs the service.

The rules are those of publish/postgres. A membership covers its unit (none is the whole scorecard),
and the units below it if its audience level does; figures that nobody has approved are shown to
levels that see them. What a scorecard consists of is told to all its members. A row of no unit is
about the whole organisation. A person no membership names sees no row.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.publish.powerbi.model import Role, Table, in_dax
from orchestration.publish.powerbi.names import indented
from orchestration.publish.powerbi.sight import COVERED, MEMBERSHIPS, UNAPPROVED, UNITS_ABOVE

ROLE = "Members"
UNITS = "dim_organisation_units"
CATALOGUE = "dim_"
SCORECARD = "scorecard_id"
UNIT = "organisation_unit_id"


def roles(tables: Sequence[Table]) -> tuple[Role, ...]:
    """The role of members: a condition for every table that is made of a mart."""
    found = {table.mart: table for table in tables}
    members = found[MEMBERSHIPS]
    filters = {
        table.name: _condition(table, found)
        for table in tables
        if table.mart not in (MEMBERSHIPS, UNAPPROVED)
    }
    filters[members.name] = _own(members)
    described = "Sees what the table of memberships gives; without a membership, nothing."
    return (Role(ROLE, described, filters),)


def _condition(table: Table, found: dict[str, Table]) -> str:
    members = found[MEMBERSHIPS]
    given = [_own(members), _since(members), _until(members)]
    if not table.has(SCORECARD):
        return _some(members, given)
    given.append(f"{in_dax(members, SCORECARD)} = {in_dax(table, SCORECARD)}")
    is_catalogue = table.mart.startswith(CATALOGUE)
    if is_catalogue and not table.has(UNIT):
        return _some(members, given)
    before = _unit(table, found)
    given.append(_covers(members, table))
    if not is_catalogue and table.has("measure_id") and table.has("period_id"):
        before += _approved(table, found[UNAPPROVED])
        given.append(f"(IsApproved || {in_dax(members, 'sees_unapproved')})")
    return "\n".join([*before, "RETURN", indented(_some(members, given))])


def _unit(table: Table, found: dict[str, Table]) -> list[str]:
    units = found[UNITS]
    unit = in_dax(table, UNIT if table.has(UNIT) else SCORECARD)
    above, key = in_dax(units, UNITS_ABOVE), in_dax(units, UNIT)
    # A table's own condition cannot look into the table.
    found_above = above if table is units else f"LOOKUPVALUE({above}, {key}, Unit)"
    return [f"VAR Unit = {unit}", f"VAR Above = {found_above}"]


def _approved(table: Table, unapproved: Table) -> list[str]:
    figure = in_dax(unapproved, "figure")
    key = f'{in_dax(table, "measure_id")} & "|" & Unit & "|" & {in_dax(table, "period_id")}'
    return [
        f"VAR Figure = {key}",
        f"VAR IsApproved = ISBLANK(LOOKUPVALUE({figure}, {figure}, Figure))",
    ]


def _covers(members: Table, table: Table) -> str:
    covered, below = in_dax(members, COVERED), in_dax(members, "sees_units_below")
    # The unit that bears the scorecard's name is the whole, whatever a tree leaves out.
    whole = f"{covered} = {in_dax(table, SCORECARD)}"
    return f"({covered} = Unit || ({below} && ({whole} || PATHCONTAINS(Above, {covered}))))"


def _own(members: Table) -> str:
    return f"{in_dax(members, 'user_name')} = USERPRINCIPALNAME()"


def _since(members: Table) -> str:
    return f"{in_dax(members, 'valid_from_date')} <= TODAY()"


def _until(members: Table) -> str:
    column = in_dax(members, "valid_to_date")
    return f"(ISBLANK({column}) || {column} >= TODAY())"


def _some(members: Table, given: Sequence[str]) -> str:
    told = "\n        && ".join(given)
    return f"NOT ISEMPTY(\n    FILTER(\n        '{members.name}',\n        {told}\n    )\n)"
