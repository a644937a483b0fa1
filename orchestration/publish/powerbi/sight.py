"""What the role of members asks: memberships with what their level sees, and unapproved figures.

Here: those two hidden tables, and the column that says which units stand above one. Not here: the
conditions (roles.py). Levels and what counts as unapproved are those of publish/postgres.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from orchestration.publish.powerbi.model import Column, Table
from orchestration.publish.powerbi.names import column_name, dax_column, m_text, table_name
from orchestration.publish.powerbi.sources import M_TYPES, Source, document, let, list_document

# What PostgreSQL's policies say as well; a test holds both to each other. To read it from there
# would load a database driver for an export that needs none.
LEVELS = Path(__file__).parent.parent / "postgres" / "audience_levels.csv"
FIGURES = ("reported", "provisional")
APPROVED = "approved"
COLUMNS = (
    "user_name",
    "scorecard_id",
    "organisation_unit_id",
    "audience_level",
    "valid_from_date",
    "valid_to_date",
)
MEMBERSHIPS = "memberships"
UNAPPROVED = "unapproved"
COVERED = "covered_unit_id"
UNITS_ABOVE = "units_above"
HEADER = ",".join(COLUMNS) + "\n"
SEES = ("sees_units_below", "sees_unapproved")
DATA_TYPES = {"string": "string", "date": "dateTime", "boolean": "boolean"}


def sight_tables(source: Source) -> tuple[Table, Table]:
    """The two tables; nobody sees them in a list of fields."""
    own = [(name, "date" if name.endswith("_date") else "string") for name in COLUMNS]
    added = [(COVERED, "string"), *((name, "boolean") for name in SEES)]
    members = _hidden(
        MEMBERSHIPS,
        "Who may see which rows. Grain: one row per membership.",
        [*own, *added],
        _memberships(source, own),
    )
    unapproved = _hidden(
        UNAPPROVED,
        "Figures that nobody has approved yet. Grain: one row per measure, unit and period.",
        [("figure", "string")],
        _unapproved(source),
    )
    return members, unapproved


def with_units_above(units: Table) -> Table:
    """The table of units with the way from the topmost to each."""
    key, parent = (
        dax_column(units.name, units.said(column))
        for column in ("organisation_unit_id", "parent_organisation_unit_id")
    )
    above = Column(
        name=column_name(units.mart, UNITS_ABOVE),
        source=UNITS_ABOVE,
        data_type="string",
        description="The units above this one, from the topmost, and itself.",
        is_hidden=True,
        expression=f"PATH({key}, {parent})",
    )
    return replace(units, columns=(*units.columns, above))


def _hidden(
    mart: str, description: str, columns: Sequence[tuple[str, str]], partition: str
) -> Table:
    return Table(
        name=table_name(mart),
        mart=mart,
        description=description,
        columns=tuple(
            Column(column_name(mart, name), name, DATA_TYPES[kind], is_hidden=True)
            for name, kind in columns
        ),
        partition=partition,
        is_hidden=True,
    )


def _memberships(source: Source, own: Sequence[tuple[str, str]]) -> str:
    names = ", ".join(m_text(name) for name, _ in own)
    types = ", ".join(f"{{{m_text(name)}, {M_TYPES[kind]}}}" for name, kind in own)
    sees = ", ".join(m_text(name) for name in SEES)
    key = m_text("audience_level")
    unit = "if [organisation_unit_id] = null then [scorecard_id] else [organisation_unit_id]"
    return let(
        [
            ("Source", list_document(source, MEMBERSHIPS)),
            ("Selected", f"Table.SelectColumns(Source, {{{names}}})"),
            # A CSV says nothing by an empty text, a database by null.
            (
                "Emptied",
                'Table.ReplaceValue(Selected, "", null, Replacer.ReplaceValue, '
                "Table.ColumnNames(Selected))",
            ),
            ("Typed", f'Table.TransformColumnTypes(Emptied, {{{types}}}, "en-GB")'),
            ("Levels", _levels()),
            (
                "Joined",
                f"Table.NestedJoin(Typed, {{{key}}}, Levels, {{{key}}}, "
                '"level", JoinKind.LeftOuter)',
            ),
            ("Brought", f'Table.ExpandTableColumn(Joined, "level", {{{sees}}})'),
            ("Covering", f"Table.AddColumn(Brought, {m_text(COVERED)}, each {unit}, type text)"),
        ]
    )


def _levels() -> str:
    with LEVELS.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    told = ", ".join(
        f"{{{m_text(row['audience_level'])}, " + ", ".join(row[name] for name in SEES) + "}"
        for row in rows
    )
    columns = ", ".join(f"{name} = logical" for name in SEES)
    return f"#table(type table [audience_level = text, {columns}], {{{told}}})"


def _unapproved(source: Source) -> str:
    kinds = ", ".join(m_text(kind) for kind in FIGURES)
    return let(
        [
            ("Figures", document(source, "fct_measure_values")),
            (
                "Listed",
                f"Table.SelectColumns({document(source, 'dim_measures')}, "
                '{"measure_id", "scorecard_id", "is_part"})',
            ),
            ("SignedMeasures", f"{document(source, 'fct_sign_offs')}[measure_id]"),
            # A scorecard nobody signs is shown, and parts have nobody who signs.
            (
                "Signed",
                "List.Distinct(Table.SelectRows(Listed, "
                "each List.Contains(List.Buffer(SignedMeasures), [measure_id]))[scorecard_id])",
            ),
            (
                "Joined",
                'Table.NestedJoin(Figures, {"measure_id"}, Listed, {"measure_id"}, '
                '"listed", JoinKind.Inner)',
            ),
            (
                "Brought",
                'Table.ExpandTableColumn(Joined, "listed", {"scorecard_id", "is_part"})',
            ),
            (
                "Kept",
                f"Table.SelectRows(Brought, each List.Contains({{{kinds}}}, [value_status]) "
                f"and [sign_off_state] <> {m_text(APPROVED)} and [is_part] <> true "
                "and List.Contains(Signed, [scorecard_id]))",
            ),
            (
                "Named",
                'Table.AddColumn(Kept, "figure", each Text.Combine('
                '{[measure_id], [organisation_unit_id], [period_id]}, "|"), type text)',
            ),
            ("Told", 'Table.SelectColumns(Named, {"figure"})'),
        ]
    )
