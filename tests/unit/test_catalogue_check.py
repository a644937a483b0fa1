"""A catalogue with one thing wrong: the check names file, row, column and remedy."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.catalogue.check import check_catalogue
from orchestration.catalogue.faults import Fault

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
Rows = list[dict[str, str]]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def edit(seeds: Path, name: str, change: Callable[[Rows], object]) -> None:
    path = seeds / f"{name}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        columns = list(reader.fieldnames or [])
    change(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def line_of(seeds: Path, name: str, **cells: str) -> int:
    """The line of the only row that holds these cells; the header is line 1."""
    with (seeds / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    [found] = [i for i, row in enumerate(rows) if cells.items() <= row.items()]
    return found + 2


def only_fault(seeds: Path) -> Fault:
    faults = check_catalogue(seeds)
    assert len(faults) == 1, "\n".join(map(str, faults))
    assert faults[0].remedy
    return faults[0]


def set_cell(column: str, value: str, **where: str) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        [row] = [row for row in rows if where.items() <= row.items()]
        row[column] = value

    return change


def test_the_catalogue_that_ships_has_no_fault() -> None:
    assert check_catalogue(SEEDS) == []


def add_target(**changes: str) -> Callable[[Rows], object]:
    """Another entry at the end of the register, about a measure that has one."""

    def change(rows: Rows) -> None:
        first = next(row for row in rows if row["measure_id"] == "norfolk_call_abandonment")
        entry = {
            "entry_number": str(len(rows) + 1),
            "target_version_id": "second",
            "effective_to_date": "",
            "recorded_at": "2026-01-31 12:00:00",
        }
        rows.append({**first, **entry, **changes})

    return change


def test_two_targets_from_one_day_on_are_named_with_both_rows(seeds: Path) -> None:
    edit(seeds, "targets", add_target())
    fault = only_fault(seeds)
    first = line_of(seeds, "targets", target_version_id="norfolk_call_abandonment_2018_03")
    assert (fault.file, fault.column) == ("seeds/targets.csv", "effective_from_date")
    assert fault.row == line_of(seeds, "targets", target_version_id="second")
    assert f"row {first}" in fault.problem
    assert "2017-01-01" in fault.problem


@pytest.mark.parametrize(
    ("last_day", "is_fault"),
    [("", False), ("2017-05-31", False), ("2017-06-01", True), ("2018-12-31", True)],
)
def test_a_target_ends_before_the_next_begins(seeds: Path, last_day: str, is_fault: bool) -> None:
    where = {"target_version_id": "norfolk_call_abandonment_2018_03"}
    edit(seeds, "targets", set_cell("effective_to_date", last_day, **where))
    edit(seeds, "targets", add_target(effective_from_date="2017-06-01"))
    faults = check_catalogue(seeds)
    assert [fault.column for fault in faults] == ["effective_from_date"] * is_fault


def test_a_correction_takes_the_days_of_what_it_corrects(seeds: Path) -> None:
    edit(seeds, "targets", add_target(supersedes_version_id="norfolk_call_abandonment_2018_03"))
    assert check_catalogue(seeds) == []


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"entry_number": "3"}, "entry_number"),
        ({"entry_number": "5000"}, "entry_number"),
        ({"recorded_at": "2018-03-05 00:00:00"}, "recorded_at"),
    ],
)
def test_a_register_only_grows(seeds: Path, changes: dict[str, str], column: str) -> None:
    later = {"effective_from_date": "2017-06-01", **changes}
    edit(seeds, "targets", add_target(**later))
    fault = next(fault for fault in check_catalogue(seeds) if fault.column == column)
    assert fault.file == "seeds/targets.csv"
    assert "register" in fault.remedy or "entries" in fault.remedy


def test_a_missing_post_is_named_with_the_nearest_one(seeds: Path) -> None:
    measure = "norfolk_first_line_fix"
    misspelt = set_cell("post_id", "norfolk_service_delivery_boss", measure_id=measure, role="lead")
    edit(seeds, "measure_posts", misspelt)
    fault = only_fault(seeds)
    assert fault.column == "post_id"
    assert fault.row == line_of(seeds, "measure_posts", measure_id=measure, role="lead")
    assert fault.problem == '"norfolk_service_delivery_boss" is not in seeds/posts.csv.'
    assert "norfolk_service_delivery" in fault.remedy


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("lower_bound", "0.06", "gap between 0.05"),
        ("lower_bound", "0.04", "overlaps"),
        ("is_lower_inclusive", "true", "belongs to this range and to that"),
        ("upper_bound", "9", "nothing is said above 9"),
    ],
)
def test_a_profile_that_does_not_cover_every_number_once(
    seeds: Path, column: str, value: str, said: str
) -> None:
    where = {"rag_profile_id": "variance_5", "rag_status": "red"}
    edit(seeds, "rag_rules", set_cell(column, value, **where))
    fault = only_fault(seeds)
    assert fault.file == "seeds/rag_rules.csv"
    assert fault.row == line_of(seeds, "rag_rules", **where)
    assert said in fault.problem


def test_a_bound_that_belongs_to_no_range(seeds: Path) -> None:
    where = {"rag_profile_id": "variance_5", "rag_status": "amber"}
    edit(seeds, "rag_rules", set_cell("is_upper_inclusive", "false", **where))
    assert "belongs neither" in only_fault(seeds).problem


def test_a_later_version_of_a_rule_must_be_whole_too(seeds: Path) -> None:
    def add_version_with_another_red(rows: Rows) -> None:
        first = [row for row in rows if row["rag_profile_id"] == "variance_5"]
        red = {"version": "2", "lower_bound": "0.07"}
        rows.extend(
            {**row, **(red if row["rag_status"] == "red" else {"version": "2"})} for row in first
        )

    edit(seeds, "rag_rules", add_version_with_another_red)
    assert "gap between 0.05" in only_fault(seeds).problem


@pytest.mark.parametrize(
    ("name", "column", "value", "where", "said"),
    [
        ("targets", "target_value", "ten", "norfolk_call_abandonment_2018_03", "plain number"),
        ("targets", "target_value", "1,5", "norfolk_call_abandonment_2018_03", "plain number"),
        ("targets", "start_date", "01/01/2017", "norfolk_call_abandonment_2018_03", "a date"),
        ("targets", "start_date", "2017-02-30", "norfolk_call_abandonment_2018_03", "a date"),
        ("targets", "target_value", "0.1234567891", "norfolk_call_abandonment_2018_03", "decimals"),
    ],
)
def test_text_where_a_number_or_date_belongs(
    seeds: Path, name: str, column: str, value: str, where: str, said: str
) -> None:
    edit(seeds, name, set_cell(column, value, target_version_id=where))
    fault = only_fault(seeds)
    assert fault.column == column
    assert fault.row == line_of(seeds, name, target_version_id=where)
    assert value in fault.problem
    assert said in fault.problem


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("name", "", "The cell is empty."),
        ("direction", "bigger", '"bigger" is unknown.'),
        ("unit", "furlongs", '"furlongs" is not in seeds/units.csv.'),
        ("scale", "1", "A percentage needs the scale 100."),
        ("is_part", "true", "A part needs the composite it belongs to as parent_measure_id."),
        ("maximum_value", "-1", "The maximum_value is below the minimum_value."),
    ],
)
def test_a_measure_with_one_wrong_cell(seeds: Path, column: str, value: str, said: str) -> None:
    measure = "norfolk_web_satisfaction"
    edit(seeds, "measures", set_cell(column, value, measure_id=measure))
    fault = only_fault(seeds)
    assert fault.row == line_of(seeds, "measures", measure_id=measure)
    assert fault.problem == said


def test_a_composite_without_parts(seeds: Path) -> None:
    def make_companions(rows: Rows) -> None:
        for row in rows:
            if row["parent_measure_id"] == "dhcw_kr_4_3":
                row["is_part"] = "false"

    edit(seeds, "measures", make_companions)
    fault = only_fault(seeds)
    assert fault.problem == "A composite without a part (dhcw_kr_4_3)."


def test_a_deadline_before_the_start(seeds: Path) -> None:
    version = "dhcw_kr_2_2_2025"
    edit(seeds, "targets", set_cell("deadline_date", "2025-03-30", target_version_id=version))
    fault = only_fault(seeds)
    assert fault.column == "deadline_date"
    assert fault.problem == "The deadline_date lies before the start_date."


def test_a_target_without_a_direction_to_judge_it_by(seeds: Path) -> None:
    edit(seeds, "measures", set_cell("direction", "none", measure_id="dhcw_kr_2_1"))
    fault = only_fault(seeds)
    assert fault.row == line_of(seeds, "targets", measure_id="dhcw_kr_2_1")
    assert fault.problem == "The measure of this target needs a direction."


def test_what_is_maintained_has_no_way_to_go(seeds: Path) -> None:
    version = "dhcw_kr_2_1_2025"
    edit(seeds, "targets", set_cell("deadline_date", "2026-03-31", target_version_id=version))
    edit(seeds, "targets", set_cell("trajectory_shape", "linear", target_version_id=version))
    fault = only_fault(seeds)
    assert fault.column == "trajectory_shape"
    assert fault.problem == "What is maintained is promised flat, from the first day."
    assert fault.remedy == "What is needed: trajectory_shape = flat."


def test_a_band_without_direction_has_its_edges_alone(seeds: Path) -> None:
    edit(seeds, "measures", set_cell("direction", "none", measure_id="dhcw_kpi_fn01"))
    fault = only_fault(seeds)
    assert fault.row == line_of(seeds, "targets", measure_id="dhcw_kpi_fn01")
    assert "target_value empty" in fault.remedy
    version = "dhcw_kpi_fn01_2025"
    edit(seeds, "targets", set_cell("target_value", "", target_version_id=version))
    assert check_catalogue(seeds) == []


def test_a_row_that_stands_twice(seeds: Path) -> None:
    edit(seeds, "units", lambda rows: rows.append(dict(rows[0])))
    fault = only_fault(seeds)
    assert fault.problem == "percent stands in row 2 already."


def test_a_byte_order_mark_is_named_and_the_rest_still_read(seeds: Path) -> None:
    path = seeds / "units.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    fault = only_fault(seeds)
    assert (fault.file, fault.row) == ("seeds/units.csv", 1)
    assert "byte-order mark" in fault.problem


def test_a_file_that_is_not_utf_8(seeds: Path) -> None:
    path = seeds / "units.csv"
    path.write_bytes(path.read_bytes().replace("£".encode(), b"\xa3"))
    fault = only_fault(seeds)
    assert fault.problem == "The byte 0xa3 is not UTF-8."
    assert fault.row == line_of(SEEDS.parent / "seeds", "units", unit="pounds")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("tier", "lacks the column tier_rank"),
        ("tier,rank", "lacks the column tier_rank and has the unknown column rank"),
        ("tier_rank,tier", "has its columns in another order"),
        ("tier,tier_rank,colour", "has the unknown column colour"),
    ],
)
def test_a_header_with_wrong_columns(seeds: Path, header: str, said: str) -> None:
    path = seeds / "tiers.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([header, *lines[1:]]), encoding="utf-8")
    fault = only_fault(seeds)
    assert said in fault.problem
    assert fault.remedy.endswith("tier,tier_rank")


def test_a_row_with_too_few_cells(seeds: Path) -> None:
    path = seeds / "finding_types.csv"
    path.write_text(path.read_text(encoding="utf-8") + "lonely,cell\n", encoding="utf-8")
    assert only_fault(seeds).problem == "The row has 2 cells where the header has 5."


def test_a_missing_file_and_an_undeclared_one(seeds: Path) -> None:
    (seeds / "waivers.csv").rename(seeds / "excuses.csv")
    problems = {fault.file: fault.problem for fault in check_catalogue(seeds)}
    assert problems == {
        "seeds/waivers.csv": "The file is missing.",
        "seeds/excuses.csv": "No declaration for this file.",
    }


def test_every_fault_is_reported_at_once(seeds: Path) -> None:
    edit(seeds, "measures", set_cell("unit", "furlongs", measure_id="norfolk_ict_satisfaction"))
    where = {"rag_profile_id": "variance_5", "rag_status": "red"}
    edit(seeds, "rag_rules", set_cell("lower_bound", "0.06", **where))
    assert [fault.file for fault in check_catalogue(seeds)] == [
        "seeds/measures.csv",
        "seeds/rag_rules.csv",
    ]
