"""A visual of the report as PBIR writes it.

Here: fields, slicers, tables, charts and text, each with a title and a text for screen readers. Not
here: which page shows what (pages.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.publish.powerbi.names import one_line

SCHEMAS = "https://developer.microsoft.com/json-schemas/fabric/item/report"
VISUAL_SCHEMA = f"{SCHEMAS}/definition/visualContainer/2.7.0/schema.json"

Json = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A column or a measure of the model."""

    table: str
    name: str
    is_measure: bool = False

    @property
    def reference(self) -> str:
        return f"{self.table}.{self.name}"

    def expression(self) -> Json:
        kind = "Measure" if self.is_measure else "Column"
        return {kind: {"Expression": {"SourceRef": {"Entity": self.table}}, "Property": self.name}}

    def projection(self) -> Json:
        return {
            "field": self.expression(),
            "queryRef": self.reference,
            "nativeQueryRef": self.name,
        }


@dataclass(frozen=True)
class Place:
    """Where a visual stands on its page, in pixels; keys reach visuals from top to bottom."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Visual:
    """A visual: its name on the page, its place, and what is written of it."""

    name: str
    place: Place
    body: Json

    def as_json(self, order: int) -> Json:
        place = self.place
        return {
            "$schema": VISUAL_SCHEMA,
            "name": self.name,
            "position": {
                "x": place.x,
                "y": place.y,
                "z": order,
                "height": place.height,
                "width": place.width,
                "tabOrder": order,
            },
            "visual": self.body,
        }


def slicer(name: str, place: Place, field: Field) -> Visual:
    """A list to choose from."""
    body = {
        "visualType": "slicer",
        "query": {"queryState": {"Values": {"projections": [field.projection()]}}},
        "objects": {"data": [{"properties": {"mode": _literal("Dropdown")}}]},
        "visualContainerObjects": _told(field.name, f"Choose by {field.name.lower()}."),
        "drillFilterOtherVisuals": True,
    }
    return Visual(name, place, body)


def table(
    name: str,
    place: Place,
    title: str,
    fields: Sequence[Field],
    *,
    sort: Field | None = None,
    tint: tuple[Field, Field] | None = None,
) -> Visual:
    """A table; `tint` is the field whose ground a measure colours, and that measure."""
    query: Json = {
        "queryState": {"Values": {"projections": [field.projection() for field in fields]}}
    }
    if sort is not None:
        query["sortDefinition"] = {
            "sort": [{"field": sort.expression(), "direction": "Descending"}],
            "isDefaultSort": False,
        }
    body: Json = {"visualType": "tableEx", "query": query}
    if tint is not None:
        body["objects"] = {"values": [_tinted(*tint)]}
    names = ", ".join(field.name for field in fields)
    body["visualContainerObjects"] = _told(title, f"Table: {title}. Columns: {names}.")
    return Visual(name, place, body)


def chart(
    name: str, place: Place, kind: str, title: str, category: Field, values: Sequence[Field]
) -> Visual:
    """A chart over a category, one line or column for each value."""
    query = {
        "queryState": {
            "Category": {"projections": [category.projection() | {"active": True}]},
            "Y": {"projections": [value.projection() for value in values]},
        },
        "sortDefinition": {
            "sort": [{"field": category.expression(), "direction": "Ascending"}],
            "isDefaultSort": False,
        },
    }
    names = " and ".join(value.name for value in values)
    body = {
        "visualType": kind,
        "query": query,
        "visualContainerObjects": _told(title, f"Chart: {names}, by {category.name.lower()}."),
    }
    return Visual(name, place, body)


def text(name: str, place: Place, title: str, sentence: str) -> Visual:
    """A heading and a sentence below it."""
    runs = [
        {"textRuns": [{"value": title, "textStyle": {"fontSize": "24pt", "fontWeight": "bold"}}]},
        {"textRuns": [{"value": sentence, "textStyle": {"fontSize": "11pt"}}]},
    ]
    body = {
        "visualType": "textbox",
        "objects": {"general": [{"properties": {"paragraphs": runs}}]},
    }
    return Visual(name, place, body)


def _tinted(field: Field, tint: Field) -> Json:
    return {
        "properties": {"backColor": {"solid": {"color": {"expr": tint.expression()}}}},
        "selector": {
            "data": [{"dataViewWildcard": {"matchingOption": 1}}],
            "metadata": field.reference,
        },
    }


def _told(title: str, alternative: str) -> Json:
    return {
        "title": [{"properties": {"show": _true(), "text": _literal(title)}}],
        "general": [{"properties": {"altText": _literal(alternative)}}],
    }


def _literal(words: str) -> Json:
    quoted = one_line(words).replace("'", "''")
    return {"expr": {"Literal": {"Value": f"'{quoted}'"}}}


def _true() -> Json:
    return {"expr": {"Literal": {"Value": "true"}}}
