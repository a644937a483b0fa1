"""What a publication holds beside figures: objectives, exceptions, escalations and actions.

Here: each row as a line of the page, as reported beside as now known. Not here: figures and the
page (publication_page), and what a publication is (marts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.escalation_words import STATE_WORDS
from orchestration.publish.site.formatting import number, short_date
from orchestration.publish.site.reading import Row, grouped
from orchestration.publish.site.register_pages import ENTRY_WORDS

ENTRY_STATES = {
    "done": "done",
    "in_progress": "in progress",
    "planned": "planned",
    "for_decision": "for decision",
    "not_reported": "not reported",
}
SHARE_DECIMALS = 2
UNAPPROVED = "not approved yet"


@dataclass(frozen=True)
class PartLine:
    """A row of a part, all text; a colour where it has one."""

    item_id: str
    title: str
    about: str
    measure: Measure | None
    reported: str
    known: str
    said: str
    reported_status: str = ""
    known_status: str = ""
    is_withheld: bool = False
    is_material: bool = False


@dataclass(frozen=True)
class Parts:
    """The parts of one publication, and those lines that are restated."""

    objectives: list[PartLine]
    exceptions: list[PartLine]
    escalations: list[PartLine]
    actions: list[PartLine]
    restated: list[PartLine]
    fine: list[PartLine]

    @property
    def withheld(self) -> list[PartLine]:
        return [line for line in (*self.objectives, *self.escalations) if line.is_withheld]

    @property
    def titled(self) -> list[tuple[str, list[PartLine]]]:
        """Every part that has lines, by the name of its section."""
        named = [
            ("objectives", [line for line in self.objectives if not line.is_withheld]),
            ("exceptions", self.exceptions),
            ("escalations", [line for line in self.escalations if not line.is_withheld]),
            ("actions", self.actions),
        ]
        return [(name, lines) for name, lines in named if lines]


def parts_of(catalogue: Catalogue) -> Callable[[str], Parts]:
    """The parts of a publication, by its id."""
    rows = {
        query: grouped(catalogue.rows[query], "publication_id")
        for query in (
            "published_objectives",
            "published_exceptions",
            "published_escalations",
            "published_actions",
            "part_restatements",
        )
    }

    def of(publication_id: str) -> Parts:
        own = {query: found.get(publication_id, []) for query, found in rows.items()}
        parts = {
            "objective": [_objective(row) for row in own["published_objectives"]],
            "exception": [_exception(catalogue, row) for row in own["published_exceptions"]],
            "escalation": [_escalation(catalogue, row) for row in own["published_escalations"]],
        }
        actions = [_action(catalogue, row) for row in own["published_actions"]]
        restated = list(_restated(catalogue, parts, own["part_restatements"]))
        return Parts(
            parts["objective"],
            parts["exception"],
            parts["escalation"],
            actions,
            [line for line in restated if line.is_material],
            [line for line in restated if not line.is_material],
        )

    return of


def _restated(
    catalogue: Catalogue, parts: Mapping[str, list[PartLine]], rows: Iterable[Row]
) -> Iterable[PartLine]:
    """The lines that are restated, with the reason; what was never shown has none of its own."""
    lines = {(part, line.item_id): line for part, own in parts.items() for line in own}
    for row in sorted(rows, key=lambda row: list(parts).index(row["part"])):
        line = lines.get((row["part"], row["item_id"])) or _unshown(catalogue, row)
        since = row["known_since_at"]
        known = f" Known since {short_date(since.date())}." if since else ""
        yield replace(
            line,
            reported=row["published_text"],
            known=row["current_text"],
            said=f"{row['reason']}{known}",
            reported_status="",
            known_status="",
            is_material=row["is_material"],
        )


def _unshown(catalogue: Catalogue, row: Row) -> PartLine:
    """What the forum should have been shown."""
    measure = catalogue.measures.get(row["measure_id"])
    about = (None if measure else row["subject_name"], row["period_label"])
    return PartLine(
        item_id=row["item_id"],
        title=row["title"],
        about=", ".join(filter(None, about)),
        measure=measure,
        reported="",
        known="",
        said="",
    )


def _objective(row: Row) -> PartLine:
    is_untold = row["is_withheld"] and row["is_unapproved_now"]
    return PartLine(
        item_id=row["objective_id"],
        title=row["objective_name"],
        about=row["period_label"],
        measure=None,
        reported="withheld" if row["is_withheld"] else _stands(row, ""),
        known=UNAPPROVED if is_untold else _stands(row, "current_"),
        said=row["withheld_reason"] if row["is_withheld"] else row["explanation"],
        reported_status=row["rag_status"] or "",
        known_status="" if is_untold else row["current_rag_status"] or "none",
        is_withheld=row["is_withheld"],
    )


def _stands(row: Row, when: str) -> str:
    """The share that was delivered; the colour's name where the worst colour decides."""
    share, status = row[f"{when}attainment"], row[f"{when}rag_status"] or "none"
    if share is None:
        return "no status" if status == "none" else str(status)
    return f"{number(share * 100, SHARE_DECIMALS)}%"


def _exception(catalogue: Catalogue, row: Row) -> PartLine:
    stands = "raised" if row["is_raised_now"] else "not raised"
    if not row["is_raised_now"] and not row["is_restated"]:
        stands = "gone with time"
    waived = f" Waived: {row['waiver_reason']}" if row["is_waived"] else ""
    return PartLine(
        item_id=row["item_id"],
        title=row["rule_name"],
        about=row["period_label"],
        measure=catalogue.measures[row["measure_id"]],
        reported="waived" if row["is_waived"] else "raised",
        known=stands,
        said=f"{row['explanation']}{waived}",
    )


def _escalation(catalogue: Catalogue, row: Row) -> PartLine:
    measure = catalogue.measures.get(row["measure_id"])
    is_untold = row["is_withheld"] and row["is_unapproved_now"]
    return PartLine(
        item_id=row["escalation_id"],
        title=row["step"],
        about="" if measure else row["subject_name"],
        measure=measure,
        reported=STATE_WORDS[row["escalation_status"]].lower(),
        known=UNAPPROVED if is_untold else _today(row["current_status"]),
        said=row["explanation"],
        is_withheld=row["is_withheld"],
    )


def _today(status: str | None) -> str:
    return STATE_WORDS[status].lower() if status else "not raised"


def _action(catalogue: Catalogue, row: Row) -> PartLine:
    measure = catalogue.measures.get(row["measure_id"])
    due = short_date(row["due_on_date"]) if row["due_on_date"] else row["due_text"]
    facts = (ENTRY_WORDS[row["entry_type"]], row["post_title"], f"due {due}" if due else None)
    listed = _progress(row["current_status"], is_overdue=row["is_overdue_now"])
    return PartLine(
        item_id=str(row["entry_number"]),
        title=row["description"],
        about="" if measure else row["subject_name"] or "",
        measure=measure,
        reported=_progress(row["entry_status"], is_overdue=row["is_overdue"]),
        known=listed if row["is_listed_now"] else "not listed any more",
        said="; ".join(filter(None, facts)),
    )


def _progress(status: str | None, *, is_overdue: bool | None) -> str:
    said = ENTRY_STATES.get(status or "", status or "")
    return f"{said}, overdue" if is_overdue else said
