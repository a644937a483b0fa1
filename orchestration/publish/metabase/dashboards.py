"""A release as content for Metabase: a collection and a board dashboard for each scorecard.

Here: which collections and dashboards there are, and where on them a question stands. Not here: the
questions of metrics (questions.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.metrics.metric import Refusal, Scope
from orchestration.metrics.released import read_metrics
from orchestration.publish.datapackage import read_tables
from orchestration.publish.generation import Generation
from orchestration.publish.metabase.content import (
    Collection,
    Content,
    Dashboard,
    Dashcard,
    Question,
)
from orchestration.publish.metabase.metric_sql import SCHEMA, UnsayableError, literal
from orchestration.publish.metabase.questions import (
    COUNTS,
    ROOT,
    MetricQuestion,
    collection_of,
    metric_questions,
)
from orchestration.publish.metabase.wording import marked, marked_text, plain, short

TARGET = "metabase"
COLLECTION = "Vital Signs"
COLUMNS = 24
PER_ROW, CARD_HEIGHT, NOTE_HEIGHT, TABLE_HEIGHT = 3, 6, 3, 10


@dataclass(frozen=True)
class Scorecard:
    """A scorecard's names; `note` says what is invented about it."""

    scorecard_id: str
    name: str
    short_name: str
    note: str


def read_content(
    folder: Path, site_url: str | None, collection: str = COLLECTION
) -> tuple[Content, Generation]:
    """All that Metabase is given of a release, and what became of each metric.

    Each name of a collection is one of its own: for readers of one connection among several.
    """
    tables = read_tables(folder)
    questions, refused = metric_questions(read_metrics(folder), tables, site_url)
    scorecards = _read_scorecards(folder)
    boards = [_board(scorecard, questions) for scorecard in scorecards]
    content = Content(
        collections=(*_collections(scorecards, collection),),
        questions=(
            *(status for status, _ in boards),
            *(entry.question for entry in questions),
        ),
        dashboards=tuple(board for _, board in boards),
    )
    return content, _generation(questions, refused)


def _generation(questions: Iterable[MetricQuestion], refused: tuple[Refusal, ...]) -> Generation:
    return Generation(TARGET, tuple(entry.metric.name for entry in questions), refused)


def _read_scorecards(folder: Path) -> list[Scorecard]:
    columns = "scorecard_id, name, short_name, coalesce(illustrative_note, '')"
    # Nothing but this one file is asked for; its name is no one's to choose.
    with duckdb.connect() as connection:
        relation = connection.read_parquet(str(folder / "dim_scorecards.parquet"))
        rows = relation.order("sort_order, scorecard_id").project(columns).fetchall()
    return [Scorecard(*row) for row in rows]


def _collections(scorecards: Iterable[Scorecard], name: str) -> Iterable[Collection]:
    said = "Measures, targets and statuses of the published scorecards, release by release."
    root = ROOT if name == COLLECTION else f"{ROOT} {plain(name)}".replace("`", "'")
    yield Collection(root, short(name), marked(said, root))
    for scorecard in scorecards:
        key = collection_of(scorecard.scorecard_id)
        yield Collection(key, short(scorecard.name), marked(plain(scorecard.name), key), root)
    said = "Statuses, exceptions and escalations of all scorecards, counted."
    yield Collection(COUNTS, "Counts", marked(said, COUNTS), root)


def _board(scorecard: Scorecard, questions: Iterable[MetricQuestion]) -> tuple[Question, Dashboard]:
    status = _statuses(scorecard)
    shown = [
        entry.question
        for entry in questions
        if entry.metric.scorecard_id == scorecard.scorecard_id
        and entry.metric.scope is Scope.ORGANISATION
        and entry.metric.column == "value"
    ]
    key = f"dashboard/{scorecard.scorecard_id}"
    said = f"{plain(scorecard.name)}: the latest statuses, and each measure over time."
    return status, Dashboard(
        key=key,
        collection=collection_of(scorecard.scorecard_id),
        name=short(scorecard.name),
        description=marked(said, key),
        cards=(*_cards(key, scorecard, status, shown),),
    )


def _cards(
    key: str, scorecard: Scorecard, status: Question, shown: Iterable[Question]
) -> Iterable[Dashcard]:
    text = "\n\n".join(
        said
        for said in (
            f"## {plain(scorecard.name)}",
            plain(scorecard.note),
            "The letter of a status stands for its colour; each status says why.",
        )
        if said
    )
    note = f"{key}/note"
    yield Dashcard(note, 0, 0, COLUMNS, NOTE_HEIGHT, text=marked_text(text, note))
    yield Dashcard(f"{key}/{status.key}", NOTE_HEIGHT, 0, COLUMNS, TABLE_HEIGHT, status)
    width = COLUMNS // PER_ROW
    for place, question in enumerate(shown):
        row, column = divmod(place, PER_ROW)
        top = NOTE_HEIGHT + TABLE_HEIGHT + row * CARD_HEIGHT
        name = f"{key}/{question.key}"
        yield Dashcard(name, top, column * width, width, CARD_HEIGHT, question)


def _statuses(scorecard: Scorecard) -> Question:
    key = f"scorecard/{scorecard.scorecard_id}/statuses"
    said = "The last period of each measure that has a figure or a reason for none."
    return Question(
        key=key,
        collection=collection_of(scorecard.scorecard_id),
        name=short(f"{scorecard.short_name}: latest statuses"),
        description=marked(said, key),
        sql=_statuses_sql(scorecard.scorecard_id),
        tags=(),
        display="table",
        settings={},
    )


def _statuses_sql(scorecard_id: str) -> str:
    try:
        named = literal(scorecard_id)
    except UnsayableError as error:
        raise ValueError(f"{scorecard_id!r} names no scorecard: {error}") from error
    return f"""select
    measures.code as "Code",
    measures.name as "Measure",
    latest.period_label as "Period",
    latest.value as "Value",
    latest.target_value as "Target",
    measures.unit as "Unit",
    statuses.letter || ' ' || statuses.name as "Status",
    latest.explanation as "Why"
from {SCHEMA}.rpt_latest_statuses as latest
inner join {SCHEMA}.dim_measures as measures
    on latest.measure_id = measures.measure_id
inner join {SCHEMA}.dim_rag_statuses as statuses
    on latest.rag_status = statuses.rag_status
where
    latest.scorecard_id = {named}
    and latest.organisation_unit_id = latest.scorecard_id
order by measures.sort_order, measures.measure_id"""
