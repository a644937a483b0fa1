"""Names and texts as TMDL, DAX and M take them.

Here: how a mart's name is said, and the escaping of whatever people wrote. Not here: what is named.
"""

from __future__ import annotations

import re
import unicodedata
import uuid

# Lineage tags follow from a path: the same object has the same tag in every export.
NAMESPACE = uuid.UUID("5b0f6c5e-6f0e-5c43-9d0e-6d0f5a3f2b11")
LAYERS = re.compile(r"^(?:fct|dim|obt|rpt|bridge)_")
SAID = {"rag": "RAG", "spc": "SPC", "id": "ID", "iso": "ISO", "url": "URL", "pct": "%"}
# `Measures` is a word of Power BI's own.
TABLES = {"dim_measures": "Measure list"}
COLUMNS = {
    ("dim_dates", "date_day"): "Date",
    ("dim_exception_rules", "name"): "Exception rule",
    ("dim_measures", "name"): "Measure",
    ("dim_objectives", "name"): "Objective",
    ("dim_organisation_units", "name"): "Organisation unit",
    ("dim_periods", "label"): "Period",
    ("dim_rag_statuses", "name"): "Status",
    ("dim_scorecards", "name"): "Scorecard",
    ("dim_measures", "scorecard_name"): "Scorecard of measure",
    ("dim_measures", "objective_name"): "Objective of measure",
}
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def table_name(mart: str) -> str:
    """What a mart is called in the model."""
    return TABLES.get(mart) or _said(LAYERS.sub("", mart))


def column_name(mart: str, column: str) -> str:
    """What a column of a mart is called in the model."""
    return COLUMNS.get((mart, column)) or _said(column)


def _said(name: str) -> str:
    words = [SAID.get(word, word) for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def one_line(text: str) -> str:
    """Text without line breaks and control characters: what a name may consist of."""
    return re.sub(r" +", " ", "".join(map(_visible, text))).strip()


def _visible(character: str) -> str:
    hidden = character.isspace() or unicodedata.category(character) in ("Cc", "Cf")
    return " " if hidden else character


def lineage_tag(*path: str) -> str:
    """The tag of the object at a path, the same in every export."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(path)))


def tmdl_name(name: str) -> str:
    """A name as TMDL writes it: in quotes unless it is a plain word."""
    return name if PLAIN.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def tmdl_value(text: str) -> str:
    """The text of a property, on one line, in quotes where it could be read as something else."""
    told = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)
    return told if re.fullmatch(r"\w(?:[\w ,.&:/#-]*\w)?", told, re.ASCII) else _quoted(told)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def dax_text(text: str) -> str:
    """A text as DAX writes it; what would break the line is put together from its number."""
    parts = re.split(r"([\x00-\x1f\x7f-\x9f\u2028\u2029])", text)
    told = [f"UNICHAR({ord(part)})" if index % 2 else _quoted(part) for index, part in _kept(parts)]
    return " & ".join(told) or '""'


def _kept(parts: list[str]) -> list[tuple[int, str]]:
    return [(index, part) for index, part in enumerate(parts) if part]


def dax_column(table: str, column: str) -> str:
    """A column as DAX writes it."""
    return f"{dax_table(table)}[{column.replace(']', ']]')}]"


def dax_table(table: str) -> str:
    """A table as DAX writes it."""
    return "'" + table.replace("'", "''") + "'"


def dax_measure(name: str) -> str:
    """A measure as DAX writes it."""
    return f"[{name.replace(']', ']]')}]"


def m_text(text: str) -> str:
    """A text as M writes it."""
    told = text.replace("#(", "#(#)(").replace('"', '""')
    controlled = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", lambda m: f"#({ord(m[0]):04X})", told)
    return f'"{controlled}"'


def indented(text: str) -> str:
    """An expression of DAX inside another: each line a step further in."""
    return "\n".join("    " + line for line in text.split("\n"))
