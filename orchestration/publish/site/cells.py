"""One measure in one period as a cell: a value and its mark, or why there is none.

Here: what a cell says. Not here: how it looks (macros, stylesheet).
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.publish.site.catalogue import Measure
from orchestration.publish.site.formatting import parts_of
from orchestration.publish.site.reading import Row

NO_VALUE_WORDS = {
    "awaiting_data": "to come",
    "not_expected": "none expected",
    "suppressed": "withheld",
    "no_denominator": "none counted",
    "rejected": "rejected",
}


@dataclass(frozen=True)
class Cell:
    """`kind` is the status, or the reason there is no value; `text` is never blank."""

    kind: str
    text: str
    status: str
    period: str
    numerator: str = ""
    denominator: str = ""
    flag: str = ""
    has_dagger: bool = False
    is_in_words: bool = False
    is_latest: bool = False
    sentence: str = ""


def no_value_words(measure: Measure, status: str) -> str:
    """Why there is no figure; one that is withheld has the symbol of its measure's own rule."""
    if status == "suppressed" and measure.row["disclosure_symbol"]:
        return str(measure.row["disclosure_symbol"])
    return NO_VALUE_WORDS.get(status, status.replace("_", " "))


def cell(measure: Measure, row: Row | None, *, period: str, is_latest: bool) -> Cell:
    """A measure's cell for one period; without a row nothing was expected."""
    if row is None:
        # Outside the measure's own reporting: said, not left blank.
        return Cell("not_expected", "none expected", "none", period, is_latest=is_latest)
    if row["value"] is None:
        status = row["value_status"]
        words = no_value_words(measure, status)
        coloured = row["rag_status"] if row["rag_status"] != "none" else status
        if coloured != status:
            words = "nothing reported" if status == "awaiting_data" else words
        return Cell(
            coloured, words, row["rag_status"], period, is_latest=is_latest,
            sentence=row["explanation"] or "", is_in_words=True,
        )  # fmt: skip
    has_parts = (
        row["denominator"] is not None
        and row["denominator"] != 1
        and measure.row["measure_kind"] != "composite"
    )
    numerator, denominator = parts_of(row["numerator"], row["denominator"])
    return Cell(
        kind=row["rag_status"],
        text=measure.text(row["value"], row["denominator"], is_short=True),
        status=row["rag_status"],
        period=period,
        numerator=numerator if has_parts else "",
        denominator=denominator if has_parts else "",
        flag="[p]" if row["value_status"] == "provisional" else "",
        has_dagger=bool(row["has_contradicting_parts"]),
        is_in_words=measure.is_done,
        is_latest=is_latest,
        sentence=row["explanation"] or "",
    )
