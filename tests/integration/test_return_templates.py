"""Templates filled in and sent: every scorecard's return goes through its workbook and arrives.

The published workbook is filled from the shipped returns as a person would fill it, days as days
and counts as numbers; what lands must be what stands there, and the figures those worked out beside
them. A workbook with everything evidence can have wrong comes with them and changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import openpyxl
import pytest

from orchestration.catalogue.return_cells import CELL_RULES, COUNT, Day, Number
from orchestration.catalogue.return_sheets import read_template
from orchestration.catalogue.return_template import write_template
from orchestration.catalogue.returns import check_returns
from orchestration.extract.run import extract_all
from orchestration.extract.sources import Sources
from orchestration.horizon import Horizon
from orchestration.sandbox.returns import SHIPPED
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import new_build
from orchestration.transform.dbt import WAREHOUSE, build_arguments, run_dbt
from tests.support.raw_reading import landed

AS_OF = date(2026, 1, 31)
# One workbook for each scorecard, from these shipped files.
FILLED = {
    "norfolk": ["norfolk_vital_signs_2018_03", "norfolk_vital_signs_monthly_2018_03.csv"],
    "heiw": ["heiw_dashboard_2025_26"],
    "progress": ["progress_governance_2025_26"],
    "waht": ["waht_objectives_2022_23"],
    "dhcw": [
        "dhcw_certificates_2025_08.csv",
        "dhcw_dashboard_users_2025_12.csv",
        "dhcw_partner_survey_2025_12.csv",
        "dhcw_plans_2025_12",
        "dhcw_registers_2025_12",
        "dhcw_self_assessment_2025_12.csv",
        "dhcw_staff_survey_2024.csv",
    ],
}
BAD: dict[str, list[list[Any]]] = {
    "survey_answers": [
        ["dhcw_partner_survey", date(2025, 12, 12), "overall_satisfaction", "dhcw", "delighted", 7],
        ["dhcw_partner_survey", date(2031, 12, 12), "overall_satisfaction", "dhcw", "satisfied", 7],
        ["dhcw_partner_survey", date(2025, 12, 12), "ease_of_contact", "dhcw", "satisfied", "=1+1"],
    ],
    "certificates": [
        ["dhcw", "cyber_essentials_plus", "B1", date(2025, 8, 7), date(2025, 8, 6), None],
        ["dhcw", "cyber_essentials_plus", "B2", date(2025, 5, 1), date(2026, 5, 1), None],
        ["dhcw", "cyber_essentials_plus", "B2", date(2025, 6, 1), date(2026, 5, 1), None],
    ],
    "self_assessments": [["dhcw", "dspt", date(2026, 1, 15), "1.1", "partly"]],
    "integration_flows": [
        ["dhcw_betsi_cadwaladr", "referrals", "yes", None, date(2025, 6, 30)],
        ["dhcw_betsi_cadwaladr", "telepathy", "no", None, None],
    ],
    "dashboards": [["dhcw_powys", "", date(2025, 1, 1), None]],
    "dashboard_users": [
        ["dhcw_powys", "unheard_of", date(2025, 12, 31), 5],
        ["dhcw_powys", "capacity_and_performance", date(2025, 11, 29), 5],
    ],
    "recovery_plans": [
        ["dhcw", None, None, "P1", "Mend it", "dhcw_head_of_innovation", date(2025, 7, 1)],
    ],
    "decisions": [
        ["dhcw", "dhcw_kr_2_3", None, "D1", "shrugged", None, "dhcw_board", None, date(2025, 7, 1)],
    ],
}
REJECTED = {
    ("survey_answers", 2, "answer_code", "survey_answer_answer_unknown"),
    ("survey_answers", 3, "wave_date", "survey_answer_wave_in_future"),
    ("survey_answers", 4, "answer_count", "survey_answer_formula"),
    ("certificates", 2, "expires_on", "certificate_expires_before_award"),
    ("certificates", 3, "reference", "certificate_duplicate"),
    ("certificates", 4, "reference", "certificate_duplicate"),
    ("self_assessments", 2, "is_met", "self_assessment_met_unknown"),
    ("integration_flows", 2, "verified_on", "integration_flow_verified_before_live"),
    ("integration_flows", 3, "flow", "integration_flow_flow_unknown"),
    ("dashboards", 2, "dashboard", "dashboard_name_missing"),
    ("dashboard_users", 2, "dashboard", "dashboard_user_dashboard_unknown"),
    ("dashboard_users", 3, "month_end", "dashboard_user_month_not_a_month_end"),
    ("recovery_plans", 2, "measure_id", "recovery_plan_subject_missing"),
    ("decisions", 2, "decision", "decision_kind_unknown"),
}


@dataclass(frozen=True)
class Sent:
    """The build after all workbooks were loaded, and what the check said before."""

    settings: Settings
    faults: list[str]
    warehouse: duckdb.DuckDBPyConnection


def shipped_rows(scorecard: str) -> dict[str, list[dict[str, str]]]:
    """The rows of the scorecard's chosen files, by kind."""
    found: dict[str, list[dict[str, str]]] = {}
    for name in FILLED[scorecard]:
        path = SHIPPED / name
        for table in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
            with table.open(encoding="utf-8", newline="") as lines:
                rows = list(csv.DictReader(lines))
            [kind] = [kind for kind, columns in kinds().items() if set(rows[0]) <= columns]
            found.setdefault(kind, []).extend(rows)
    return found


def kinds() -> dict[str, set[str]]:
    """Every kind of return and its columns."""
    sheets = [read_template(PROJECT_ROOT, card).sheets for card in ("dhcw", "norfolk")]
    return {sheet.kind: {c.name for c in sheet.columns} for group in sheets for sheet in group}


def typed(kind: str, column: str, text: str) -> Any:
    """What a spreadsheet program makes of a text typed into the cell."""
    takes = next((rule.takes for rule in CELL_RULES[kind] if rule.column == column), None)
    if isinstance(takes, Day) and text:
        return date.fromisoformat(text)
    if isinstance(takes, Number) and takes.pattern == COUNT and text:
        return int(text)
    return text or None


def filled(scorecard: str) -> bytes:
    """The template with the shipped rows typed in."""
    content = write_template(read_template(PROJECT_ROOT, scorecard))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for kind, rows in shipped_rows(scorecard).items():
        columns = [str(cell.value) for cell in book[kind][1]]
        for row in rows:
            book[kind].append([typed(kind, column, row.get(column, "")) for column in columns])
    return saved(book)


def saved(book: Any) -> bytes:
    """The workbook as bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def bad_workbook() -> bytes:
    """The template of the evidence with rows that cannot be used."""
    content = write_template(read_template(PROJECT_ROOT, "dhcw"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for kind, rows in BAD.items():
        for row in rows:
            book[kind].append(row)
    return saved(book)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    """Five filled templates, checked; then a bad one beside them, all of it loaded and judged."""
    settings = Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("templates").resolve())
    settings.incoming.mkdir(parents=True)
    for scorecard in FILLED:
        (settings.incoming / f"{scorecard}_return.xlsx").write_bytes(filled(scorecard))
    faults = [str(fault) for fault in check_returns(settings.incoming, PROJECT_ROOT / "seeds")]
    (settings.incoming / "bad.xlsx").write_bytes(bad_workbook())
    extract_all(settings, Sources({}), progress=lambda _: None)
    build = new_build(settings)
    selected = "+int_single_statuses +int_rejected_records +fct_recovery_plans +fct_decisions"
    for command, select in (("seed", "*"), ("run", selected)):
        run_dbt(settings, build, build_arguments(settings, Horizon(AS_OF), command, select=select))
    with duckdb.connect(str(build / WAREHOUSE), read_only=True) as warehouse:
        yield Sent(settings, faults, warehouse)


def test_a_filled_template_has_no_fault_and_is_archived(sent: Sent) -> None:
    assert sent.faults == []
    assert list(sent.settings.incoming.iterdir()) == []
    assert len(list(sent.settings.archive.iterdir())) == len(FILLED) + 1


@pytest.mark.parametrize("scorecard", FILLED)
def test_what_was_typed_lands_cell_for_cell(sent: Sent, scorecard: str) -> None:
    for kind, rows in shipped_rows(scorecard).items():
        found = [
            {column: row[column] for column in rows[0]}
            for row in landed(sent.settings.raw, "returns", kind)
            if row["_file_name"] == f"{scorecard}_return.xlsx"
        ]
        assert found == rows, kind


def test_only_the_bad_rows_are_rejected_each_with_its_place(sent: Sent) -> None:
    found = sent.warehouse.execute(
        "select table_name, row_number, column_name, rejection_rule_id, file_name, reason, remedy"
        " from intermediate.int_rejected_records"
    ).fetchall()
    assert {row[:4] for row in found} == REJECTED
    assert len(found) == len(REJECTED)
    assert {row[4] for row in found} == {"bad.xlsx"}
    assert all(reason and remedy and "{" not in reason + remedy for *_, reason, remedy in found)


@pytest.mark.parametrize(
    ("measure", "period", "value"),
    [
        ("norfolk_first_line_fix", "2018-01", "34.4"),  # as printed
        ("dhcw_kr_2_3_ce_plus", "2025-07", "0"),  # awarded on 7 August 2025
        ("dhcw_kr_2_3_ce_plus", "2025-08", "1"),
        ("dhcw_kr_2_3_dspt", "2025-12", "98"),  # 49 of 50 assertions
        ("dhcw_kr_3_1", "2025-12", "6"),  # all boards but Betsi Cadwaladr
        ("dhcw_kr_3_2", "2025-12", "7"),
        ("dhcw_kpi_ps01", "2025-H2", "83.076923077"),  # 30 + 78 of 30 + 78 + 15 + 4 + 3
        ("dhcw_kr_4_1", "2024/25", "67.716371220"),  # 3,247 of 4,795 answers
        ("dhcw_kpi_pl01", "2024/25", "67.716371220"),
    ],
)
def test_the_figures_are_those_that_were_sent(
    sent: Sent, measure: str, period: str, value: str
) -> None:
    found = sent.warehouse.execute(
        "select value from intermediate.int_observations where measure_id = $1"
        " and period_id = $2 and organisation_unit_id in ('dhcw', 'norfolk')",
        [measure, period],
    ).fetchall()
    assert found == [(Decimal(value),)]


def test_a_certificate_is_red_after_its_deadline_amber_once_and_green_while_it_lasts(
    sent: Sent,
) -> None:
    # Due on 30 June, awarded on 7 August; 61 and 30 days are more than 28, the day itself is not.
    found = sent.warehouse.execute(
        "select period_id, rag_status from intermediate.int_single_statuses"
        " where measure_id = 'dhcw_kr_2_3_ce_plus' and period_id between '2025-04' and '2025-10'"
        " order by all"
    ).fetchall()
    assert found == [
        ("2025-04", "green"),
        ("2025-05", "green"),
        ("2025-06", "amber"),
        ("2025-07", "red"),
        ("2025-08", "amber"),
        ("2025-09", "green"),
        ("2025-10", "green"),
    ]


@pytest.mark.parametrize("scorecard", ["heiw", "progress", "waht"])
def test_every_returned_figure_is_an_observation(sent: Sent, scorecard: str) -> None:
    rows = [row for row in shipped_rows(scorecard)["observations"] if row["value"]]
    found = sent.warehouse.execute(
        "select measure_id, period_end_date, value from intermediate.int_return_observations"
        " where measure_id like $1 and value is not null",
        [f"{scorecard}_%"],
    ).fetchall()
    expected = [
        (row["measure_id"], date.fromisoformat(row["period_end"]), row["value"]) for row in rows
    ]
    assert {(m, d): v for m, d, v in found} == {(m, d): Decimal(v) for m, d, v in expected}
    assert len(found) == len(expected)


def test_plans_and_decisions_are_published(sent: Sent) -> None:
    plans = sent.warehouse.execute(
        "select plan_reference, measure_id, done_on_date from marts.fct_recovery_plans order by all"
    ).fetchall()
    assert plans == [
        ("RP-2025-01", "dhcw_kr_2_3", date(2025, 8, 7)),
        ("RP-2025-02", "dhcw_kr_3_1", date(2025, 11, 26)),
        ("RP-2025-03", "dhcw_kr_3_2", None),
    ]
    decisions = sent.warehouse.execute(
        "select decision_reference, decision_name, forum_id from marts.fct_decisions order by all"
    ).fetchall()
    assert decisions == [
        ("EC-2025-12-05", "Additional actions", "dhcw_executive_committee"),
        ("LT-2025-07-03", "Reviewed", "dhcw_leadership_team"),
    ]


@pytest.mark.parametrize("scorecard", ["norfolk", "heiw", "progress", "waht"])
def test_the_days_offered_are_the_ends_of_the_warehouse_s_periods(
    sent: Sent, scorecard: str
) -> None:
    sheets = {sheet.kind: sheet for sheet in read_template(PROJECT_ROOT, scorecard).sheets}
    columns = {column.name: column for column in sheets["observations"].columns}
    offered = {choice.value for choice in columns["period_end"].choices}
    measures = [choice.value for choice in columns["measure_id"].choices]
    owed = sent.warehouse.execute(
        "select distinct period_end_date from intermediate.int_measure_windows"
        " where measure_id in $1",
        [measures],
    ).fetchall()
    assert offered == {day for (day,) in owed}
