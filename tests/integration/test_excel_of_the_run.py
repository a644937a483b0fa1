"""The workbook of the shared run: rows and statuses as published, and nothing to warn of.

What is expected comes from the Parquet files by pandas, and from Norfolk's printed table: no code
of the export has a part in it. That each metric's figures are right is in test_parity.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas
import pyarrow.parquet
import pytest

from orchestration.metrics.released import read_metrics
from orchestration.publish.excel.data_sheets import HELD
from orchestration.publish.excel.export import FILE, TARGET
from orchestration.publish.release import Release
from orchestration.settings import PROJECT_ROOT
from tests.conftest import PipelineRun

PRINTED = PROJECT_ROOT / "tests" / "fixtures" / "norfolk_printed_table.tsv"
LETTERS = {"red": "R", "amber": "A", "green": "G", "none": "\N{EN DASH}"}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def file(pipeline_run: PipelineRun, release: Release) -> Path:
    """The workbook the run left beside its release."""
    return pipeline_run.settings.exports / release.release_id / TARGET / FILE


@pytest.fixture(scope="module")
def book(file: Path) -> Any:
    """As a spreadsheet program would open it."""
    return openpyxl.load_workbook(file)


def frame(release: Release, table: str) -> pandas.DataFrame:
    """A mart with its decimals as they are."""
    file = release.folder / f"{table}.parquet"
    found: pandas.DataFrame = pyarrow.parquet.read_table(file).to_pandas(
        date_as_object=True, integer_object_nulls=True
    )
    return found


def table_rows(book: Any, name: str) -> list[dict[str, Any]]:
    heads, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_list_of_metrics_has_them_all_and_how_many_figures_each_has(
    release: Release, book: Any
) -> None:
    names = [metric.name for metric in read_metrics(release.folder).metrics]
    rows = table_rows(book, "metrics")
    assert [row["metric"] for row in rows] == names
    counted = Counter(row["metric"] for row in table_rows(book, "metric_figures"))
    assert {row["metric"]: row["figure_count"] for row in rows} == {n: counted[n] for n in names}


@pytest.mark.parametrize("name", HELD)
def test_a_table_holds_what_is_published(release: Release, book: Any, name: str) -> None:
    """Row by row in whatever order: texts, days, numbers to nine digits, gaps as gaps."""

    def plain(value: Any) -> Any:
        if value is None or value is pandas.NaT or (isinstance(value, float) and value != value):
            return ""
        if isinstance(value, Decimal | float | int) and not isinstance(value, bool):
            return f"{float(value):.9g}"
        if isinstance(value, pandas.Timestamp | datetime):
            return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
        return str(value)

    published = frame(release, name)
    heads, *rows = book[name].iter_rows(values_only=True)
    assert list(heads) == list(published.columns)
    wanted = Counter(tuple(map(plain, row)) for row in published.itertuples(index=False))
    assert Counter(tuple(map(plain, row)) for row in rows) == wanted


def grid_cells(sheet: Any) -> list[tuple[str, str, Any, str | None]]:
    """Measure, heading of the period, value and letter of each cell of the grids, top to bottom."""
    heads: dict[int, str] = {}
    found = []
    for row in sheet.iter_rows():
        if row[0].value == "What the latest statuses say":
            break
        if row[0].value == "Measure":
            heads = {c.column: c.value for c in row[3:] if c.value}
        elif heads and row[1].value in ("bigger", "smaller", "neither", "done"):
            for place, head in heads.items():
                found.append((row[0].value, head, row[place].value, row[place - 1].value))
    return found


def test_norfolks_sheet_is_the_printed_table(book: Any) -> None:
    """Every printed figure, and a reason in words where the paper prints none."""
    lines = [line.split("\t") for line in PRINTED.read_text("utf-8").splitlines()]
    printed: list[float | None] = []
    for line in lines:
        if line[0].startswith("{"):
            cells = [*line[2:15], *([""] * (13 - len(line[2:15])))]
            printed += [float(c.strip("%").replace(",", "")) if c else None for c in cells]
    shown = [value for _, _, value, _ in grid_cells(book["Norfolk"])]
    assert [value if isinstance(value, int | float) else None for value in shown] == printed
    assert {value for value in shown if isinstance(value, str)} == {"none expected"}


def test_norfolks_letters_are_the_papers_colours(book: Any) -> None:
    """117 cells: 16 red, 11 amber, 60 green, 20 without a target, 10 without a figure."""
    letters = Counter(letter for *_, letter in grid_cells(book["Norfolk"]))
    assert letters == {"R": 16, "A": 11, "G": 60, LETTERS["none"]: 20, None: 10}


def test_every_letter_of_a_grid_is_the_published_status(release: Release, book: Any) -> None:
    rows = frame(release, "rpt_measure_periods")
    measures = frame(release, "dim_measures").set_index("measure_id")
    cards = frame(release, "dim_scorecards")
    for card in cards[cards["page_layout"] == "vital_signs"].to_dict("records"):
        own = rows[rows["organisation_unit_id"] == card["scorecard_id"]]
        published = Counter(
            (measures.loc[row["measure_id"], "name"], row["period_short_label"], row["rag_status"])
            for row in own.to_dict("records")
        )
        cells = grid_cells(book[card["short_name"]])
        assert cells
        for name, head, _, letter in cells:
            if letter is not None:
                status = next(key for key, value in LETTERS.items() if value == letter)
                assert published[name.strip(), head, status] > 0, (name, head, letter)


def test_every_letter_of_a_progress_sheet_is_the_latest_status(release: Release, book: Any) -> None:
    latest = frame(release, "rpt_latest_statuses")
    measures = frame(release, "dim_measures").set_index("measure_id")
    cards = frame(release, "dim_scorecards")
    for card in cards[cards["page_layout"] == "progress"].to_dict("records"):
        own = latest[latest["organisation_unit_id"] == card["scorecard_id"]]
        published = Counter(
            (LETTERS[row["rag_status"]], row["explanation"]) for row in own.to_dict("records")
        )
        sheet = book[card["short_name"]]
        shown = Counter(
            (row[1], row[11]) for row in sheet.iter_rows(values_only=True) if row[1] and row[11]
        )
        assert shown.total() >= len(measures[measures["scorecard_id"] == card["scorecard_id"]])
        told = {key for key in shown if key[1] in {words for _, words in published}}
        assert told
        assert all(published[key] >= shown[key] for key in told)


def test_nothing_in_the_file_makes_a_program_warn(file: Path, book: Any) -> None:
    """Names, tables, lengths and parts as the format asks for, and no formula, link or macro."""
    assert all(0 < len(name) <= 31 for name in book.sheetnames)
    assert not any(re.search(r"[\[\]:*?/\\]", name) for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    tables = [table for sheet in book for table in sheet.tables.values()]
    assert len({table.displayName.casefold() for table in tables}) == len(tables) == len(HELD) + 3
    assert len({table.id for table in tables}) == len(tables)
    for sheet in book:
        for table in sheet.tables.values():
            heads = [cell.value for cell in sheet[table.ref][0]]
            assert heads == [column.name for column in table.tableColumns]
            assert len({head.casefold() for head in heads}) == len(heads)
            assert re.fullmatch(r"[a-z_]+", table.displayName)
        covered = [cell for merged in sheet.merged_cells.ranges for cell in merged.cells]
        assert len(set(covered)) == len(covered), sheet.title
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        for name in names:
            if name.endswith((".xml", ".rels", ".vml")):
                root = ElementTree.fromstring(archive.read(name))  # noqa: S314  our own file
                assert not list(root.iter(f"{MAIN}f")), name
                for text in root.iter(f"{MAIN}t"):
                    assert len(text.text or "") <= 32_767
        external = [n for n in names if b'TargetMode="External"' in archive.read(n)]
    assert external == []
    assert not any("vba" in name or "externalLink" in name for name in names)


def test_the_first_sheet_names_the_release_and_leads_to_every_other(
    release: Release, book: Any
) -> None:
    sheet = book["Contents"]
    said = {str(row[0]): row[2] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert said["Release"] == release.release_id
    assert said["Data as of"] == release.manifest.as_of_date
    assert said["Content hash"] == release.manifest.content_hash
    assert "Licence: Apache-2.0." in said["DHCW"]
    assert "No licence is stated." in said["Norfolk"]
    places = {c.hyperlink.location for c in sheet["A"] if c.hyperlink}
    assert places == {f"'{name}'!A1" for name in book.sheetnames[1:]}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here.")
def test_libreoffice_opens_it(file: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        capture_output=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0
    assert (tmp_path / "vital-signs.pdf").stat().st_size > 10_000
