"""Return files checked where they wait: each fault with file, row, column and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.catalogue.return_cells import CELL_RULES
from orchestration.catalogue.returns import check_returns
from orchestration.extract.tables import RETURN_LAYOUTS

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
SHIPPED = ROOT / "orchestration" / "sandbox" / "returns"
COLUMNS = "measure_id,organisation_unit_id,period_end,value,numerator,denominator,status"
GOOD = "norfolk_first_line_fix,norfolk,2018-01-31,34.4,1771,5156,reported"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


def test_what_ships_with_the_sandbox_has_no_fault(incoming: Path) -> None:
    for path in {*SHIPPED.rglob("*.csv")} - {SHIPPED / "sent.csv"}:
        shutil.copy(path, incoming / "_".join(path.relative_to(SHIPPED).parts))
    assert check_returns(incoming, SEEDS) == []


def test_no_folder_is_no_fault(tmp_path: Path) -> None:
    assert check_returns(tmp_path / "nowhere", SEEDS) == []


@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        ("measure_id", "norfolk_tea", 'The measure "norfolk_tea" is not in the catalogue.'),
        ("organisation_unit_id", "suffolk", "suffolk"),
        ("period_end", "31/01/2018", '"31/01/2018" is not a date.'),
        ("value", "about 34", '"about 34" is not a number.'),
        ("value", "34.4%", '"34.4%" is not a number.'),
        ("value", "34.4\N{NO-BREAK SPACE}", "is not a number."),
        ("value", "٣٤", "is not a number."),
        ("numerator", "1.8K", '"1.8K" is not a number.'),
        ("period_end", "20180131", '"20180131" is not a date.'),
        ("numerator", "many", '"many" is not a number.'),
        ("status", "late", 'The status "late" is not known.'),
        ("value", "=1+1", "The cell holds a formula: =1+1"),
        ("value", "=cmd|' /C calc'!A0", "The cell holds a formula: =cmd|"),
    ],
)
def test_one_wrong_cell(incoming: Path, column: str, text: str, problem: str) -> None:
    cells = dict(zip(COLUMNS.split(","), GOOD.split(","), strict=True)) | {column: text}
    content = f"{COLUMNS}\n{GOOD}\n{','.join(cells.values())}\n"
    (incoming / "january.csv").write_text(content, encoding="utf-8")
    [fault] = check_returns(incoming, SEEDS)
    assert fault.file.startswith("incoming/january.csv")
    assert (fault.row, fault.column) == (3, column)
    assert problem in fault.problem
    assert fault.remedy


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ("survey_id=s,answer_count=1", "survey_id", 'The survey "s" is not known'),
        ("answer_count=-1", "answer_count", "not a whole number"),
        ("answer_code=perhaps", "answer_code", 'The answer "perhaps" is not known'),
        ("wave_date=June", "wave_date", '"June" is not a date.'),
        ("organisation_unit_id=", "organisation_unit_id", "is not in the catalogue"),
        ("answer_count==2", "answer_count", "The cell holds a formula: =2"),
    ],
)
def test_one_wrong_cell_of_evidence(incoming: Path, row: str, column: str, problem: str) -> None:
    good = {
        "survey_id": "nhs_wales_staff_survey",
        "wave_date": "2025-11-28",
        "question_id": "time_passes_quickly",
        "organisation_unit_id": "dhcw_data",
        "answer_code": "Often",
        "answer_count": "7",
    }
    cells = good | dict(cell.split("=", 1) for cell in row.split(","))
    lines = [",".join(good), ",".join(good.values()), ",".join(cells.values())]
    (incoming / "survey.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    [fault] = check_returns(incoming, SEEDS)
    assert (fault.row, fault.column) == (3, column)
    assert problem in fault.problem


def test_a_month_s_users_need_its_last_day(incoming: Path) -> None:
    rows = "organisation_unit_id,dashboard,month_end,active_users\n"
    good, bad = "dhcw_powys,d,2024-02-29,0\n", "dhcw_powys,d,2025-02-27,4\n"
    (incoming / "users.csv").write_text(rows + good + bad, encoding="utf-8")
    [fault] = check_returns(incoming, SEEDS)
    assert (fault.row, fault.column) == (3, "month_end")
    assert fault.problem == '"2025-02-27" is not the last day of a month.'


def test_every_kind_of_return_has_rules_for_columns_it_has() -> None:
    columns = {layout.kind: set(layout.columns) for layout in RETURN_LAYOUTS}
    ruled = {kind: {rule.column for rule in rules} for kind, rules in CELL_RULES.items()}
    assert ruled.keys() == columns.keys()
    assert {kind for kind in ruled if not ruled[kind] <= columns[kind]} == set()


def test_a_file_that_would_be_rejected_whole(incoming: Path) -> None:
    (incoming / "empty.csv").write_bytes(b"")
    [fault] = check_returns(incoming, SEEDS)
    assert (fault.file, fault.row) == ("incoming/empty.csv", None)
    assert "rejected whole" in fault.problem


def test_parts_in_thousands_and_not_given_are_fine(incoming: Path) -> None:
    rows = "norfolk_systems_availability,norfolk,2018-01-31,99.0,118.4k,n/a,reported"
    (incoming / "parts.csv").write_text(f"{COLUMNS}\n{rows}\n", encoding="utf-8")
    assert check_returns(incoming, SEEDS) == []


def test_checking_moves_nothing(incoming: Path) -> None:
    (incoming / "empty.csv").write_bytes(b"")
    check_returns(incoming, SEEDS)
    assert [path.name for path in incoming.iterdir()] == ["empty.csv"]


def test_every_rule_has_its_words_in_the_seed() -> None:
    rules = (SEEDS / "rejection_rules.csv").read_text(encoding="utf-8")
    known = {line.split(",")[0] for line in rules.splitlines()}
    assert {rule.rule_id for rules in CELL_RULES.values() for rule in rules} <= known
