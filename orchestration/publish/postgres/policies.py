"""Which rows of a table a reader sees: one policy per table, worked out from its columns.

Here: the condition of each policy, and putting it in place. Not here: whose memberships these are
(memberships.py) and the tables the conditions ask (access.py).

A condition asks `current_user`, which no session variable changes, and no function: nothing runs
with rights that its reader has not. A table that none of the rules below knows is shown to nobody
but those who see every scorecard.

Conditions are written so that the planner reckons them free. It may put a comparison that a reader
adds before a policy that costs more, and then `explain analyze` tells by what ran of the policy
whether a hidden row passed the comparison. Null tests and subscripts are free: what a row's value
has to be among is therefore a JSON object and not a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from orchestration.publish.postgres.session import Session
from orchestration.publish.postgres.structure import Found
from orchestration.publish.postgres.words import ACCESS, BI, name, remember, text
from orchestration.publish.tables import Table

POLICY = "vitals_members"
# What the catalogue says of a measure or a forum; figures are in all other tables.
CATALOGUE = ("dim_", "bridge_")
UNIT = "organisation_unit_id"
METRIC = "metric"
# Columns that say to which scorecard a row belongs, the surest first.
SUBJECTS = (
    "scorecard_id",
    "publication_id",
    "measure_id",
    "objective_id",
    "target_version_id",
    "forum_id",
)
# A name that more than one table has: it counts where the table says that it refers to this one.
SUBJECT_BY_REFERENCE = ("rule_id", "dim_escalation_rules")
# Where both are in a row, it tells of a figure, which somebody may have to approve.
FIGURE = ("measure_id", "period_id")
MEMBER = f"exists (select from {ACCESS}.my_scorecards)"
SEES_EVERYTHING = f"(select sees_everything from {ACCESS}.my_sight)"
NO_UNIT = "*"
NO_UNITS = """(jsonb '{"*": true}')"""


def condition_of(table: Table, tables: Mapping[str, Table]) -> str:
    """The rows of a table that its reader may see, as a condition."""
    columns = {column.name for column in table.columns}
    is_catalogue = table.name.startswith(CATALOGUE)
    if METRIC in columns:
        return _by_metric(table, columns)
    if UNIT in columns:
        return _by_unit(table, columns, is_catalogue)
    subjects = _subjects(table, columns)
    if not subjects:
        return MEMBER if is_catalogue else SEES_EVERYTHING
    if is_catalogue:
        return _by_subject(table, subjects, None)
    if columns.issuperset(FIGURE):
        seen = _by_subject(table, subjects, "sees_unapproved")
        told = _by_subject(table, subjects, "sees_whole")
        return f"{seen} or ({told} and {_is_approved('unapproved_wholes', *FIGURE)})"
    own = _by_subject(table, subjects, "sees_whole")
    return " and ".join([own, *_with_their_owner(table, tables)])


def _with_their_owner(table: Table, tables: Mapping[str, Table]) -> Iterator[str]:
    """Rows that belong to a row about a figure (events of an escalation) are seen with it."""
    for entry in table.references:
        parent = tables.get(entry.table)
        if parent and not parent.name.startswith(CATALOGUE) and _tells_of_a_figure(parent):
            yield _is_among(entry.column, entry.parent_column, f"{BI}.{name(parent.name)} parent")


def _tells_of_a_figure(table: Table) -> bool:
    return {column.name for column in table.columns}.issuperset(FIGURE)


def _by_metric(table: Table, columns: set[str]) -> str:
    """Figures of longer spans: who may see them may see every figure in them, approved or not."""
    units = _is_among(UNIT, UNIT, f"{ACCESS}.my_units m where m.sees_unapproved")
    whole = _by_subject(table, (*_subjects(table, columns), METRIC), "sees_unapproved")
    return f"{SEES_EVERYTHING} or {units} or ({UNIT} is null and {whole})"


def _by_unit(table: Table, columns: set[str], is_catalogue: bool) -> str:
    covered = _is_among(UNIT, UNIT, f"{ACCESS}.my_units m")
    if not is_catalogue and columns.issuperset(FIGURE):
        open_to = _is_among(UNIT, UNIT, f"{ACCESS}.my_units m where m.sees_unapproved")
        approved = _is_approved("unapproved_units", *FIGURE, UNIT)
        covered = f"({open_to} or ({covered} and {approved}))"
    if _is_required(table, UNIT):
        return covered
    # A row about no unit is about the whole.
    whole = _by_subject(table, _subjects(table, columns), "sees_whole")
    nothing = f"{NO_UNITS}[coalesce({UNIT}, {text(NO_UNIT)})] is not null"
    return f"{covered} or ({nothing} and {whole})"


def _is_among(column: str, key: str, source: str) -> str:
    """Whether a row's value is one of those keys; no rows make no object, which has no value."""
    return f"((select jsonb_object_agg({key}, true) from {source})[{column}] is not null)"


def _is_approved(view: str, *columns: str) -> str:
    place = "".join(f"[{column}]" for column in columns)
    return f"(select figures from {ACCESS}.{view}){place} is null"


def _subjects(table: Table, columns: set[str]) -> tuple[str, ...]:
    found = [column for column in SUBJECTS if column in columns]
    column, parent = SUBJECT_BY_REFERENCE
    if any((entry.column, entry.table) == (column, parent) for entry in table.references):
        found.append(column)
    return tuple(found)


def _by_subject(table: Table, subjects: Sequence[str], sight: str | None) -> str:
    """The row's scorecard by its first column that says one; `sight` is what it takes there."""
    if not subjects:
        return SEES_EVERYTHING
    first, *others = subjects
    source = f"{ACCESS}.my_subjects s where s.subject = {text(first)}"
    known = _is_among(first, "subject_id", f"{source} and s.{sight}" if sight else source)
    if _is_required(table, first):
        return known
    return f"({known} or ({first} is null and {_by_subject(table, others, sight)}))"


def _is_required(table: Table, column: str) -> bool:
    return any(found.name == column and found.is_required for found in table.columns)


def bring_policies(session: Session, tables: Sequence[Table], found: Found) -> None:
    """Each table's policy, where it is missing or another one now; row security on, always."""
    by_name = {table.name: table for table in tables}
    relations = {table.name: condition_of(table, by_name) for table in tables} | {"release": MEMBER}
    secured = session.names(
        "select relname from pg_class join pg_namespace n on n.oid = relnamespace "
        f"where nspname = {text(BI)} and relrowsecurity"
    )
    there = session.names(
        f"select tablename from pg_policies where schemaname = {text(BI)} "
        f"and policyname = {text(POLICY)}"
    )
    for table, condition in relations.items():
        relation, thing = f"{BI}.{name(table)}", f"policy {table}"
        if table not in secured:
            session.execute(f"alter table {relation} enable row level security")
        if table in there and found.made.get(thing) == condition:
            continue
        verb = "alter" if table in there else "create"
        kind = "" if table in there else " for select"
        session.execute(
            f"{verb} policy {POLICY} on {relation}{kind} using ({condition})",
            remember(thing, condition),
        )
