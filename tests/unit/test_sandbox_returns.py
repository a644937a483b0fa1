"""Shipped returns: sent once, when due, as the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from orchestration.sandbox import returns
from orchestration.settings import PROJECT_ROOT, Settings

JANUARY = date(2026, 1, 31)
HEADER = "measure_id,period_end,value\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(root=PROJECT_ROOT, home=tmp_path / "home")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    (folder / "unit_b").mkdir(parents=True)
    (folder / "unit_a.csv").write_text(HEADER + "m,2025-12-31,1\n")
    (folder / "unit_a_february.csv").write_text(HEADER + "m,2025-12-31,2\nm,2026-02-28,1\n")
    (folder / "unit_b" / "observations.csv").write_text(
        HEADER + "m,2026-01-31,99.0\nm,2025-12-31,=1+1\nm,2025-11-30,121.2k\n"
    )
    (folder / "unit_b" / "actions.csv").write_text("action,position\nAsk,1\n")
    return folder


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_a_return_is_sent_once_its_last_period_has_ended(settings: Settings, shipped: Path) -> None:
    assert names(returns.deliver(settings, date(2026, 1, 30), shipped)) == ["unit_a.csv"]
    assert names(returns.deliver(settings, JANUARY, shipped)) == ["unit_b.xlsx"]
    assert names(returns.deliver(settings, date(2026, 2, 28), shipped)) == ["unit_a_february.csv"]


def test_evidence_is_sent_once_all_it_tells_of_has_happened(
    settings: Settings, tmp_path: Path
) -> None:
    shipped = tmp_path / "evidence"
    (shipped / "registers").mkdir(parents=True)
    certificate = "reference,awarded_on,expires_on,withdrawn_on\n"
    (shipped / "certificate.csv").write_text(certificate + "A1,2025-08-07,2026-08-06,\n")
    (shipped / "withdrawn.csv").write_text(certificate + "A1,2025-08-07,2026-08-06,2026-02-03\n")
    flows = "flow,went_live_on,verified_on\na,2025-11-03,2026-01-31\nb,2025-12-01,\n"
    (shipped / "registers" / "integration_flows.csv").write_text(flows)
    (shipped / "registers" / "dashboards.csv").write_text("deployed_on,retired_on\n2025-01-27,\n")
    assert names(returns.deliver(settings, date(2025, 8, 6), shipped)) == []
    assert names(returns.deliver(settings, date(2026, 1, 30), shipped)) == ["certificate.csv"]
    assert names(returns.deliver(settings, JANUARY, shipped)) == ["registers.xlsx"]
    assert names(returns.deliver(settings, date(2026, 2, 3), shipped)) == ["withdrawn.csv"]


def test_what_waits_or_is_archived_is_not_sent_again(settings: Settings, shipped: Path) -> None:
    first = returns.deliver(settings, JANUARY, shipped)
    assert returns.deliver(settings, JANUARY, shipped) == ()
    settings.archive.mkdir(parents=True)
    for path in first:
        path.rename(settings.archive / f"20260131-{path.name}")
    assert returns.deliver(settings, JANUARY, shipped) == ()


def test_a_changed_return_is_sent_and_replaces_no_waiting_file(
    settings: Settings, shipped: Path
) -> None:
    returns.deliver(settings, JANUARY, shipped)
    (shipped / "unit_a.csv").write_text(HEADER + "m,2025-12-31,7\n")
    [sent] = returns.deliver(settings, JANUARY, shipped)
    assert sent.name.startswith("unit_a-")
    assert (settings.incoming / "unit_a.csv").read_text() == HEADER + "m,2025-12-31,1\n"
    assert sent.read_text() == HEADER + "m,2025-12-31,7\n"


def test_nothing_unfinished_is_left_in_the_drop_folder(settings: Settings, shipped: Path) -> None:
    returns.deliver(settings, JANUARY, shipped)
    assert sorted(path.name for path in settings.incoming.iterdir()) == [
        "unit_a.csv",
        "unit_b.xlsx",
    ]


def test_a_workbook_has_a_sheet_for_each_table_and_every_cell_is_text(
    settings: Settings, shipped: Path
) -> None:
    returns.deliver(settings, JANUARY, shipped)
    book = load_workbook(settings.incoming / "unit_b.xlsx")
    assert book.sheetnames == ["actions", "observations"]
    cells = list(book["observations"].iter_rows(min_row=2))
    assert [row[2].value for row in cells] == ["99.0", "=1+1", "121.2k"]
    assert {cell.data_type for row in cells for cell in row} == {"s"}


def test_the_same_content_gives_the_same_bytes(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = returns.workbook(shipped / "unit_b")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("openpyxl.writer.excel.datetime", _Later)
    assert returns.workbook(shipped / "unit_b") == first


class _Later:
    """Stands for the clock of the library that writes workbooks."""

    datetime = __import__("datetime").datetime
    timezone = __import__("datetime").timezone


@pytest.mark.parametrize("due", [JANUARY, date(2026, 3, 31)])
def test_the_returns_that_ship_hold_what_their_tables_hold(settings: Settings, due: date) -> None:
    sent = returns.deliver(settings, due)
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in sent}) == len(sent)
    for path in sent:
        if path.suffix != ".xlsx":
            assert path.read_bytes() == (returns.SHIPPED / path.name).read_bytes()
            continue
        book = load_workbook(path, read_only=True)
        for table in sorted((returns.SHIPPED / path.stem).glob("*.csv")):
            with table.open(encoding="utf-8", newline="") as lines:
                expected = [row for row in csv.reader(lines) if any(row)]
            found = book[table.stem].iter_rows(values_only=True, max_col=len(expected[0]))
            assert [[str(cell or "") for cell in row] for row in found] == expected
