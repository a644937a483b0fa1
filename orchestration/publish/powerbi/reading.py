"""A written project read back: the model from its TMDL, the fields from its report.

Here: as much of TMDL, DAX and PBIR as the check needs. Not here: what must hold (checker.py). It
shares nothing with the writers but the names of the files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAME = r"(?:'(?:[^']|'')*'|[^\s=.']+)"
REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    r"|//[^\n]*|--[^\n]*|/\*.*?\*/"  # a comment
    r"|(?P<table>'(?:[^']|'')+'|\b[A-Za-z_]\w*)?(?P<of>\[(?:[^\]]|\]\])+\])"
    r"|(?P<alone>'(?:[^']|'')+')",
    re.DOTALL,
)


@dataclass
class Node:
    """A line of TMDL with the lines that stand deeper below it."""

    depth: int
    text: str
    children: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.text.split(" ", 1)[0].rstrip(":=")

    @property
    def name(self) -> str:
        found = re.match(rf"\S+\s+({NAME})", self.text)
        return unquoted(found[1]) if found else ""

    def of_kind(self, kind: str) -> list[Node]:
        return [
            child for child in self.children if child.depth == self.depth + 1 and child.kind == kind
        ]

    def value(self, name: str) -> str:
        """The value of a property; nothing if it is not there."""
        for child in self.of_kind(name):
            told = child.text.partition(":")[2].strip()
            return told[1:-1].replace('""', '"') if told.startswith('"') else told
        return ""

    def body(self) -> str:
        """The expression that stands behind `=`, on its line or on the deeper ones."""
        own = self.text.partition("=")[2].strip()
        deeper = [line for child in self.children for line in _lines(child, self.depth + 1)]
        return "\n".join([own, *deeper]).strip()


def _lines(node: Node, depth: int) -> Iterator[str]:
    if node.depth > depth:
        yield node.text
        for child in node.children:
            yield from _lines(child, depth)


def unquoted(name: str) -> str:
    """A name without the quotes it was written in."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def read_tmdl(file: Path) -> list[Node]:
    """The objects of a file; descriptions and empty lines are left out."""
    roots: list[Node] = []
    open_nodes: list[Node] = []
    for line in file.read_text(encoding="utf-8").split("\n"):
        text = line.strip()
        if not text or text.startswith("///"):
            continue
        node = Node(len(line) - len(line.lstrip("\t")), text)
        while open_nodes and open_nodes[-1].depth >= node.depth:
            open_nodes.pop()
        (open_nodes[-1].children if open_nodes else roots).append(node)
        open_nodes.append(node)
    return roots


@dataclass(frozen=True)
class Ref:
    """What DAX names: a column or measure of a table, a measure, or a table alone."""

    table: str
    name: str


def references(dax: str) -> list[Ref]:
    """Everything an expression names, outside texts and comments."""
    found = []
    for match in REFERENCE.finditer(dax):
        if match["alone"]:
            found.append(Ref(unquoted(match["alone"]), ""))
        elif match["of"]:
            name = match["of"][1:-1].replace("]]", "]")
            found.append(Ref(unquoted(match["table"] or ""), name))
    return found


def is_balanced(dax: str) -> bool:
    """Whether every bracket that opens closes, and every text ends."""
    bare = REFERENCE.sub("", dax)
    depth = 0
    for character in bare:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0 and not set(bare) & set("\"'[]")


def read_json(file: Path) -> Any:
    """What a file of the report says."""
    return json.loads(file.read_text(encoding="utf-8"))


def fields(content: Any) -> Iterator[tuple[str, str, str]]:
    """Every field a part of the report names: `Column` or `Measure`, its table, its name."""
    if isinstance(content, dict):
        for kind in ("Column", "Measure"):
            told = content.get(kind)
            if isinstance(told, dict) and "Property" in told:
                yield kind, told["Expression"]["SourceRef"]["Entity"], told["Property"]
        for value in content.values():
            yield from fields(value)
    elif isinstance(content, list):
        for value in content:
            yield from fields(value)
