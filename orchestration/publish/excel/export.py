"""`vitals export excel`: one workbook of one release.

Here: the order of its sheets, what was made of each metric, and where the file goes. Not here: the
sheets themselves.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from openpyxl import Workbook

from orchestration.metrics.released import read_metrics
from orchestration.publish.datapackage import read_origins, read_tables
from orchestration.publish.excel.contents import CONTENTS, ScorecardSheet, put_contents
from orchestration.publish.excel.data_sheets import (
    put_column_sheet,
    put_data_sheets,
    put_metric_sheets,
)
from orchestration.publish.excel.figures import read_figures
from orchestration.publish.excel.progress import put_progress
from orchestration.publish.excel.scorecard_head import Frame
from orchestration.publish.excel.sheets import new_sheet
from orchestration.publish.excel.vital_signs import put_vital_signs
from orchestration.publish.generation import Generation
from orchestration.publish.release import Release, read_whole_release
from orchestration.publish.site.catalogue import Catalogue, build_catalogue
from orchestration.publish.site.reading import read_rows
from orchestration.settings import Settings
from orchestration.workbooks import bytes_of, empty_workbook

TARGET = "excel"
FILE = "vital-signs.xlsx"
# What the sheets of scorecards are drawn from: a release that lacks what only pages ask for can be
# exported all the same.
QUERIES = (
    "escalations",
    "findings",
    "measure_exceptions",
    "measure_periods",
    "measure_promises",
    "measure_targets",
    "measures",
    "objective_statuses",
    "objectives",
    "rag_reasons",
    "rag_rules",
    "scorecards",
)
LAYOUTS = {"vital_signs": put_vital_signs, "progress": put_progress}


@dataclass(frozen=True)
class ExcelExport:
    """The file that was written and what became of each metric."""

    file: Path
    release_id: str
    sheets: tuple[str, ...]
    generation: Generation


def export_excel(
    settings: Settings, release_id: str | None = None, output: Path | None = None
) -> ExcelExport:
    """Write a release as a workbook; the same release gives the same bytes."""
    release = read_whole_release(settings, release_id)
    book, generation = make_workbook(settings, release)
    file = output or settings.exports / release.release_id / TARGET / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_bytes(bytes_of(book, is_compressed=True))
    draft.replace(file)
    return ExcelExport(file, release.release_id, tuple(book.sheetnames), generation)


def make_workbook(settings: Settings, release: Release) -> tuple[Workbook, Generation]:
    """The workbook, and what it made of each metric."""
    folder, manifest = release.folder, release.manifest
    metrics, tables = read_metrics(folder), read_tables(folder)
    rows = read_rows(folder / "serving.duckdb", settings.root / "reports" / "queries", QUERIES)
    catalogue = build_catalogue(rows, asdict(manifest))
    line = f"Vital Signs, release {manifest.release_id}, data as of {manifest.as_of_date}"
    book = empty_workbook()
    contents = new_sheet(book, CONTENTS)
    cards = list(_put_scorecards(book, catalogue, line))
    found = read_figures(folder, metrics.metrics)
    data = put_metric_sheets(book, metrics, found, line)
    data += put_data_sheets(book, folder, tables, line)
    data.append(put_column_sheet(book, tables, line))
    put_contents(contents, catalogue, manifest, cards, data, read_origins(folder), line)
    refused = {entry.name for entry in found.refused}
    exported = tuple(metric.name for metric in metrics.metrics if metric.name not in refused)
    return book, Generation(TARGET, exported, found.refused)


def _put_scorecards(book: Workbook, catalogue: Catalogue, line: str) -> Iterator[ScorecardSheet]:
    for scorecard in catalogue.scorecards:
        sheet = new_sheet(book, scorecard["short_name"])
        measures = catalogue.of_scorecard(scorecard["scorecard_id"])
        LAYOUTS[scorecard["page_layout"]](sheet, Frame(catalogue, scorecard, measures, line))
        yield ScorecardSheet(scorecard["scorecard_id"], sheet.title)
