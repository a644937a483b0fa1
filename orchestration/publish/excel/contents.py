"""The first sheet: what this workbook is, how to read it, and where its figures come from.

Here: facts of the release, statuses in words, sources and licences, the list of sheets. Not here:
what stands on the other sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.publish.excel.data_sheets import DataSheet
from orchestration.publish.excel.scorecard_head import INVENTED, put_mark, put_section
from orchestration.publish.excel.sheets import put, put_lines, set_height, set_up_print, set_widths
from orchestration.publish.excel.styles import BODY, BOLD, LEFT, LINK, RIGHT, TITLE
from orchestration.publish.manifest import Manifest
from orchestration.publish.origins import Origin
from orchestration.publish.site.catalogue import Catalogue
from orchestration.publish.site.rules import legends

CONTENTS = "Contents"
WIDTHS = (34, 6, 24, 90)
HOW = (
    "A status is a letter and a colour: R red, A amber, G green; a dash is no status, with its "
    "reason. It was given by the rule in force in its period; nothing on a sheet recalculates it.",
    'Figures are numbers: what is around them (a %, a £, "of 3") is how the cell is shown. Texts '
    "stay texts: none is a formula, whatever it begins with.",
    "Sheets named in small letters are tables of that name, for filters, pivots and look-ups. "
    "A note on each heading says what the column means.",
)


@dataclass(frozen=True)
class ScorecardSheet:
    """A scorecard and the sheet it stands on."""

    scorecard_id: str
    name: str


def put_contents(
    sheet: Worksheet,
    catalogue: Catalogue,
    manifest: Manifest,
    cards: Sequence[ScorecardSheet],
    data: Sequence[DataSheet],
    origins: Sequence[Origin],
    release_line: str,
) -> None:
    """The whole sheet."""
    set_widths(sheet, WIDTHS)
    row = put_lines(sheet, 1, [("Vital Signs", TITLE)], len(WIDTHS)) + 1
    row = _put_facts(sheet, row, manifest)
    row = _put_sheets(sheet, row, catalogue, cards, data)
    row = put_section(sheet, row + 1, "How to read it", len(WIDTHS))
    row = put_lines(sheet, row, [(line, BODY) for line in HOW], len(WIDTHS))
    row = _put_rules(sheet, row + 1, catalogue)
    row = _put_reasons(sheet, row + 1, catalogue)
    _put_origins(sheet, row + 1, catalogue, origins)
    set_up_print(sheet, (1, 1), release_line)


def _put_facts(sheet: Worksheet, row: int, manifest: Manifest) -> int:
    facts = (
        ("Release", manifest.release_id),
        ("Data as of", manifest.as_of_date),
        ("As known on", manifest.as_known_date or "the day of the release"),
        ("Made at", manifest.created_at),
        ("Content hash", manifest.content_hash),
        ("Code", manifest.git_commit + (", with changes" if manifest.git_is_dirty else "")),
    )
    for name, value in facts:
        _put_pair(sheet, row, name, value)
        row += 1
    return row


def _put_pair(sheet: Worksheet, row: int, name: str, value: str) -> None:
    put(sheet, row, 1, name, look=BOLD, place=LEFT)
    put(sheet, row, 3, value, place=LEFT)
    sheet.merge_cells(start_row=row, start_column=3, end_row=row, end_column=len(WIDTHS))
    set_height(sheet, row, [(name, WIDTHS[0], BOLD), (value, sum(WIDTHS[2:]), BODY)])


def _put_sheets(
    sheet: Worksheet,
    row: int,
    catalogue: Catalogue,
    cards: Sequence[ScorecardSheet],
    data: Sequence[DataSheet],
) -> int:
    row = put_section(sheet, row + 1, "Sheets", len(WIDTHS))
    by_id = {card["scorecard_id"]: card for card in catalogue.scorecards}
    for card in cards:
        found = by_id[card.scorecard_id]
        note = found["illustrative_note"] or INVENTED
        words = f"{found['name']}. " + (f"Illustrative: {note}" if found["is_illustrative"] else "")
        _put_sheet(sheet, row, card.name, f"{len(catalogue.of_scorecard(card.scorecard_id))} "
                   "measures", words)  # fmt: skip
        row += 1
    for entry in data:
        said = entry.reason and f"Not in this workbook. {entry.reason}"
        _put_sheet(sheet, row, entry.name, "" if said else f"{entry.rows:,} rows",
                   said or entry.about, is_there=not said)  # fmt: skip
        row += 1
    return row


def _put_sheet(
    sheet: Worksheet, row: int, name: str, size: str, words: str, *, is_there: bool = True
) -> None:
    cell = put(sheet, row, 1, name, look=LINK if is_there else BODY, place=LEFT)
    if is_there:
        place = "'" + name.replace("'", "''") + "'!A1"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
        cell.font = LINK
    put(sheet, row, 3, size, place=RIGHT)
    put(sheet, row, 4, words, place=LEFT)
    set_height(sheet, row, [(words, WIDTHS[3], BODY)])


def _put_rules(sheet: Worksheet, row: int, catalogue: Catalogue) -> int:
    row = put_section(sheet, row, "How statuses work", len(WIDTHS))
    words = legends(catalogue.rows["rag_rules"], catalogue.as_of)
    for card in catalogue.scorecards:
        for status in ("red", "amber", "green"):
            said = words.get(card["rag_profile_id"], {}).get(status)
            if said:
                put(sheet, row, 1, card["short_name"], place=LEFT)
                put_mark(sheet, row, 2, status)
                _merged(sheet, row, f"{status}: {said}")
                row += 1
    text = "Unless a measure has a rule of its own; dim_measures names it, and each sentence does."
    return put_lines(sheet, row, [(text, BODY)], len(WIDTHS))


def _put_reasons(sheet: Worksheet, row: int, catalogue: Catalogue) -> int:
    row = put_section(sheet, row, "Why there may be no status", len(WIDTHS))
    for reason in catalogue.rows["rag_reasons"]:
        put(sheet, row, 1, str(reason["rag_reason"]), place=LEFT)
        put_mark(sheet, row, 2, "none")
        _merged(sheet, row, str(reason["sentence"]))
        row += 1
    return row


def _merged(sheet: Worksheet, row: int, text: str) -> None:
    put(sheet, row, 3, text, place=LEFT)
    sheet.merge_cells(start_row=row, start_column=3, end_row=row, end_column=len(WIDTHS))
    set_height(sheet, row, [(text, sum(WIDTHS[2:]), BODY)])


def _put_origins(
    sheet: Worksheet, row: int, catalogue: Catalogue, origins: Sequence[Origin]
) -> int:
    row = put_section(sheet, row, "Sources and licences", len(WIDTHS))
    by_id = {origin.scorecard_id: origin for origin in origins}
    for card in catalogue.scorecards:
        origin = by_id.get(card["scorecard_id"])
        said = [f"Framework: {card['source_document']}."]
        said.append(origin.sentence if origin else "This release states no licence.")
        _put_pair(sheet, row, card["short_name"], " ".join(said))
        row += 1
    return row
