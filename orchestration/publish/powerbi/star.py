"""Which marts the model consists of, and how they hang together: one star.

Here: the facts and dimensions, what is brought to them, what is hidden, and the relationships, all
from the tables a release describes. Not here: the dates (dates.py), the measures (measures.py) and
how it is read (sources.py).

Dimensions are not joined to each other: a fact would be reached by two ways, and Power BI refuses
that. What a fact lacks is brought to it when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from orchestration.errors import ToldError
from orchestration.publish.powerbi import dates
from orchestration.publish.powerbi.formats import DATE
from orchestration.publish.powerbi.model import Column, Relationship, Table
from orchestration.publish.powerbi.names import column_name, one_line, table_name
from orchestration.publish.powerbi.sources import Lookup, Read, Source, partition
from orchestration.publish.tables import Column as MartColumn
from orchestration.publish.tables import Table as Mart

# DuckDB's types: what the model calls them, and what M does. A fixed decimal of the model has four
# places, a figure nine: it is a double, which is good for fifteen digits.
TYPES: Mapping[str, tuple[str, str]] = {
    "VARCHAR": ("string", "string"),
    "DECIMAL": ("double", "double"),
    "DOUBLE": ("double", "double"),
    "BIGINT": ("int64", "int64"),
    "INTEGER": ("int64", "int64"),
    "SMALLINT": ("int64", "int64"),
    "BOOLEAN": ("boolean", "boolean"),
    "DATE": ("dateTime", "date"),
    "TIMESTAMP": ("dateTime", "dateTime"),
    "TIMESTAMP WITH TIME ZONE": ("dateTime", "dateTime"),
}


@dataclass(frozen=True)
class Fact:
    """A mart of events or figures; `date_column` is the day its rows belong to.

    Where `only` names columns, the others stay behind; a hidden fact serves measures alone.
    """

    mart: str
    date_column: str = "period_end_date"
    lookups: tuple[Lookup, ...] = ()
    only: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class Dimension:
    """A mart that facts are asked by: its key, and which column sorts which (if it can)."""

    mart: str
    key: str
    lookups: tuple[Lookup, ...] = ()
    sorted_by: tuple[tuple[str, str], ...] = ()


OF_MEASURE = Lookup("dim_measures", "measure_id", "scorecard_id", "scorecard_id")
FACTS = (
    Fact("fct_organisation_figures", is_hidden=True),
    Fact("fct_unit_figures", is_hidden=True),
    Fact("fct_measure_statuses", lookups=(OF_MEASURE,)),
    Fact("fct_measure_exceptions", lookups=(OF_MEASURE,)),
    Fact("fct_objective_statuses"),
    Fact("fct_escalations", date_column="triggered_on_date"),
    Fact(
        "obt_measure_periods",
        only=(
            "measure_id",
            "organisation_unit_id",
            "period_id",
            "scorecard_id",
            "objective_id",
            "rag_status",
            "is_counted",
            "period_end_date",
        ),
        is_hidden=True,
    ),
)
DIMENSIONS = (
    Dimension("dim_scorecards", "scorecard_id", sorted_by=(("name", "sort_order"),)),
    Dimension("dim_objectives", "objective_id"),
    Dimension(
        "dim_measures",
        "measure_id",
        lookups=(
            Lookup("dim_scorecards", "scorecard_id", "name", "scorecard_name"),
            Lookup("dim_objectives", "objective_id", "name", "objective_name"),
        ),
    ),
    Dimension("dim_organisation_units", "organisation_unit_id"),
    Dimension("dim_periods", "period_id", sorted_by=(("label", "sort_order"),)),
    Dimension("dim_rag_statuses", "rag_status", sorted_by=(("name", "severity"),)),
    Dimension("dim_exception_rules", "exception_rule_id"),
)

# Whether each value of a mart's column stands beside one value of another: else it cannot sort.
SortsBy = Callable[[str, str, str], bool]


class MissingMartError(ToldError):
    """A release without a mart, or a column of one, that the model consists of."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The release has no {what}, which the model for Power BI needs.",
            "Export a release of this version: `vitals run` or `vitals replay` makes one.",
        )


def star(
    marts: Sequence[Mart], source: Source, sorts: SortsBy
) -> tuple[tuple[Table, ...], tuple[Relationship, ...]]:
    """The tables of the model, dimensions first, and how they are related."""
    known = {mart.name: mart for mart in marts}
    needed = ("fct_measure_values", "fct_sign_offs")
    for wanted in (
        *needed,
        *(fact.mart for fact in FACTS),
        *(one.mart for one in DIMENSIONS),
        dates.MART,
    ):
        if wanted not in known:
            raise MissingMartError(wanted)
    tables = [dates.table(known[dates.MART], source, _columns(known[dates.MART], (), ()))]
    tables += [_dimension(known, one, source, sorts) for one in DIMENSIONS]
    facts = [_fact(known, fact, source) for fact in FACTS]
    found = {table.mart: table for table in (*tables, *facts)}
    relationships = [
        each for fact in FACTS for each in _relationships(fact, found[fact.mart], found)
    ]
    return (*tables, *facts), tuple(relationships)


def _fact(known: Mapping[str, Mart], fact: Fact, source: Source) -> Table:
    mart = known[fact.mart]
    missing = {*fact.only, fact.date_column} - {column.name for column in mart.columns}
    if missing:
        raise MissingMartError(f"column {sorted(missing)[0]} in {fact.mart}")
    lookups = _lacking(mart, fact.lookups)
    columns = _columns(mart, lookups, fact.only)
    return Table(
        name=table_name(mart.name),
        mart=mart.name,
        description=_description(mart),
        columns=columns,
        partition=partition(source, read(mart, lookups, fact.only)),
        is_hidden=fact.is_hidden,
    )


def _dimension(
    known: Mapping[str, Mart], dimension: Dimension, source: Source, sorts: SortsBy
) -> Table:
    mart = known[dimension.mart]
    sorted_by = {
        column: column_name(mart.name, by)
        for column, by in dimension.sorted_by
        if sorts(mart.name, column, by)
    }
    columns = _columns(mart, dimension.lookups, (), dimension.key, sorted_by)
    return Table(
        name=table_name(mart.name),
        mart=mart.name,
        description=_description(mart),
        columns=columns,
        partition=partition(source, read(mart, dimension.lookups, ())),
    )


def _lacking(mart: Mart, lookups: Sequence[Lookup]) -> Sequence[Lookup]:
    """What a mart has itself is not looked up."""
    own = {column.name for column in mart.columns}
    return tuple(lookup for lookup in lookups if lookup.name not in own)


def read(mart: Mart, lookups: Sequence[Lookup], only: Sequence[str]) -> Read:
    """What is read of a mart: all its columns, or only those that are named."""
    kept = [column for column in mart.columns if not only or column.name in only]
    return Read(mart.name, [(column.name, _types(column)[1]) for column in kept], lookups)


def _columns(
    mart: Mart,
    lookups: Sequence[Lookup],
    only: Sequence[str],
    key: str = "",
    sorted_by: Mapping[str, str] | None = None,
) -> tuple[Column, ...]:
    own = [
        Column(
            name=column_name(mart.name, column.name),
            source=column.name,
            data_type=_types(column)[0],
            description=column.description,
            is_hidden=is_technical(column.name),
            is_key=column.name == key,
            format=DATE if column.data_type == "DATE" else "",
            sort_by=(sorted_by or {}).get(column.name, ""),
        )
        for column in mart.columns
        if not only or column.name in only
    ]
    brought = [
        Column(
            name=column_name(mart.name, lookup.name),
            source=lookup.name,
            data_type="string",
            description=f"Brought from {lookup.mart} when the table is read.",
            is_hidden=is_technical(lookup.name),
        )
        for lookup in lookups
    ]
    return (*own, *brought)


def is_technical(column: str) -> bool:
    """Keys and what only sorts: needed, and never looked at."""
    return column.endswith(("_id", "_key", "_sort")) or column in ("sort_order", "severity")


def _types(column: MartColumn) -> tuple[str, str]:
    return TYPES[column.data_type.split("(", 1)[0]]


def _description(mart: Mart) -> str:
    return one_line(mart.description.split("\n\n", 1)[0]) + f" Mart: {mart.name}."


def _relationships(fact: Fact, table: Table, found: Mapping[str, Table]) -> list[Relationship]:
    ways = [(one.mart, one.key, one.key) for one in DIMENSIONS if table.has(one.key)]
    ways.append((dates.MART, dates.KEY, fact.date_column))
    return [
        Relationship(table.name, table.said(column), found[mart].name, found[mart].said(key))
        for mart, key, column in ways
    ]
