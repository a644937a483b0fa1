"""What there is to be in Metabase: collections, questions and dashboards, in no tool's form yet.

Here: these records, and the text that Metabase reads. Not here: how they come about of a release
(questions.py, dashboards.py), their YAML (representations.py) and their REST calls (publishing.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Tag:
    """A variable of a question's SQL. `values` are offered where there are any."""

    name: str
    kind: str
    label: str
    default: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Collection:
    """A folder; `parent` is the key of the one it lies in."""

    key: str
    name: str
    description: str
    parent: str | None = None


@dataclass(frozen=True)
class Question:
    """A saved question in SQL. `settings` are Metabase's visualization settings."""

    key: str
    collection: str
    name: str
    description: str
    sql: str
    tags: tuple[Tag, ...]
    display: str
    settings: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True)
class Dashcard:
    """A place on a dashboard's grid of 24 columns: a question, or text in Markdown."""

    key: str
    row: int
    column: int
    width: int
    height: int
    question: Question | None = None
    text: str = ""


@dataclass(frozen=True)
class Dashboard:
    """A dashboard; its filters are the variables its questions share."""

    key: str
    collection: str
    name: str
    description: str
    cards: tuple[Dashcard, ...]

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The variables of its questions, each once, in their order."""
        questions = [card.question for card in self.cards if card.question]
        found = {tag.name: tag for question in questions for tag in question.tags}
        return tuple(found.values())


@dataclass(frozen=True)
class Content:
    """All of it; a collection stands behind the one it lies in."""

    collections: tuple[Collection, ...]
    questions: tuple[Question, ...]
    dashboards: tuple[Dashboard, ...]
