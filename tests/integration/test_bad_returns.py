"""Everything a return can have wrong, dropped at once into one run, and looked up in the marts.

A rejected row or file stands there with file, row, column, reason and remedy; the good rows beside
it are taken; what was published stays whole.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.pipeline import RunSummary, run
from orchestration.publish.verify import verify_release
from orchestration.run_options import RunOptions
from orchestration.sandbox.returns import SHIPPED
from orchestration.settings import PROJECT_ROOT, Settings
from tests.support.raw_loads import load_servicenow
from tests.support.toy import toy_release
from tests.support.workbooks import workbook

PRINTED = SHIPPED / "norfolk_vital_signs_monthly_2018_03.csv"
HEAD = "measure_id,organisation_unit_id,period_end,value,numerator,denominator,status,commentary"
STARS = "norfolk_ict_satisfaction,norfolk"
# Row 1 is the heading.
ROWS = f"""\
{HEAD}
{STARS},2017-01-31,6.1,,,reported,Counted late.
norfolk_tea,norfolk,2018-01-31,7,,,reported,
norfolk_call_abandonment,norfolk,2017-12-31,11,,,reported,
norfolk_call_abandonment,norfolk,2017-12-31,12,,,reported,
norfolk_first_line_fix,norfolk,2018-01-31,about 34,,,reported,
norfolk_resolved_within_sla,norfolk,2018-01-31,101,4400,4302,reported,
{STARS},2031-11-30,6.5,,,reported,
{STARS},2017-02-28,=1+1,,,reported,
{STARS},2017-03-31,6.9,,,reported,=cmd|'/C calc'!A0
"""
MARKED = f"{HEAD}\n{STARS},2017-05-31,6.3,,,reported,naïve\n".encode("utf-8-sig")
WINDOWS = f"{HEAD}\n{STARS},2017-06-30,6.4,,,reported,café “£5”\n".encode("cp1252")
FORMULA = workbook({"observations": [HEAD.split(","), [*STARS.split(","), "2017-04-30", "=1+1"]]})
FILES: dict[str, bytes] = {
    "rows.csv": ROWS.encode(),
    "marked.csv": MARKED,
    "windows.csv": WINDOWS,
    "formula.xlsx": FORMULA,
    "no_value.csv": b"measure_id,organisation_unit_id,period_end\nnorfolk_tea,norfolk,2018-01-31\n",
    "empty.csv": b"",
    "same_again.csv": MARKED,
}
REJECTED = {
    ("rows.csv", 3, "measure_id", "observation_measure_unknown", "norfolk_tea"),
    ("rows.csv", 4, "period_end", "observation_period_duplicate", "2017-12-31"),
    ("rows.csv", 5, "period_end", "observation_period_duplicate", "2017-12-31"),
    ("rows.csv", 6, "value", "observation_value_not_a_number", "about 34"),
    ("rows.csv", 7, "numerator", "observation_numerator_too_large", "4400"),
    ("rows.csv", 8, "period_end", "observation_period_future", "2031-11-30"),
    ("rows.csv", 9, "value", "observation_formula", "=1+1"),
    ("rows.csv", 10, "commentary", "observation_formula", "=cmd|'/C calc'!A0"),
    ("formula.xlsx", 2, "value", "observation_formula", "=1+1"),
    ("no_value.csv", None, "file_name", "file_rejected", "no_value.csv"),
    ("empty.csv", None, "file_name", "file_rejected", "empty.csv"),
}
# What the good rows among them correct or add.
TAKEN = {"2017-01": Decimal("6.1"), "2017-05": Decimal("6.3"), "2017-06": Decimal("6.4")}
BAD_INCIDENT = {
    "sys_id": "0001",
    "number": "INC0001",
    "sys_updated_on": "2025-05-01 10:00:00",
    "state": "999",
}
# Test records, so that one bad incident among them stays below the share a source may have.
BESIDE_IT = [
    {"sys_id": f"1{n:03}", "number": f"INC1{n:03}", "u_is_test": "true"} for n in range(99)
]


@dataclass(frozen=True)
class BadRun:
    """The run that met them, and the release that was there before it."""

    settings: Settings
    before: str
    summary: RunSummary


@pytest.fixture(scope="module")
def bad_run(tmp_path_factory: pytest.TempPathFactory) -> BadRun:
    """The printed table, the bad files after it, and one bad incident that came in two loads."""
    settings = Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("bad").resolve())
    before = toy_release(settings).release_id
    settings.incoming.mkdir(parents=True)
    for name, content in {PRINTED.name: PRINTED.read_bytes(), **FILES}.items():
        (settings.incoming / name).write_bytes(content)
    for _ in range(2):
        load_servicenow(settings.raw, incident=[BAD_INCIDENT, *BESIDE_IT])
    sources = settings.home / "sources.yml"
    sources.write_text("servicenow:\n", encoding="utf-8")
    options = RunOptions(as_of=date(2018, 3, 6), sources=sources)
    return BadRun(settings, before, run(settings, options, lambda _: None))


@pytest.fixture
def published(bad_run: BadRun) -> Iterator[duckdb.DuckDBPyConnection]:
    assert bad_run.summary.release is not None
    serving = bad_run.summary.release.folder / "serving.duckdb"
    with duckdb.connect(str(serving), read_only=True) as connection:
        yield connection


def printed_rows() -> list[dict[str, str]]:
    with PRINTED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_is_rejected_with_file_row_column_and_remedy(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = published.execute(
        "select file_name, row_number, column_name, rejection_rule_id, rejected_value, reason,"
        " remedy from fct_rejected_records where source = 'returns'"
    ).fetchall()
    assert {row[:5] for row in found} == REJECTED
    assert len(found) == len(REJECTED)
    for _, row_number, _, _, value, reason, remedy in found:
        assert remedy
        assert value in reason or row_number is None
    reasons = {(row[0], row[1]): row[5] for row in found}
    assert "rows 4, 5" in reasons["rows.csv", 4]
    assert "4302" in reasons["rows.csv", 7]
    assert "column 'value' of observations is missing" in reasons["no_value.csv", None]
    assert "it is empty" in reasons["empty.csv", None]


def test_rows_in_are_rows_accepted_and_rows_rejected(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = published.execute(
        "select row_count, accepted_count, rejected_count from fct_extractions"
        " where source = 'returns' and table_name = 'observations'"
    ).fetchall()
    rows_sent = len(printed_rows()) + 9 + 1 + 1 + 1
    assert found == [(rows_sent, rows_sent - 9, 9)]
    unequal = "select * from fct_extractions where row_count != accepted_count + rejected_count"
    assert published.execute(unequal).fetchall() == []


def test_every_other_figure_is_still_the_printed_one(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = dict(
        published.execute(
            "select measure_id || ' ' || period_id, value from fct_measure_values"
            " where value is not null"
        ).fetchall()
    )
    expected = {
        f"{row['measure_id']} {row['period_end'][:7]}": Decimal(row["value"].replace(",", ""))
        for row in printed_rows()
        if row["value"]
    }
    corrected = {f"norfolk_ict_satisfaction {month}": value for month, value in TAKEN.items()}
    assert found == expected | corrected
    rejected = "select * from fct_measure_values where value_status = 'rejected'"
    assert published.execute(rejected).fetchall() == []


def test_letters_survive_a_mark_and_another_encoding(
    published: duckdb.DuckDBPyConnection,
) -> None:
    said = published.execute("select commentary from fct_commentary").fetchall()
    texts = {text for (text,) in said}
    assert {"naïve", "café “£5”", "Counted late."} <= texts
    assert not [text for text in texts if text and text.startswith("=")]


def test_a_file_that_came_twice_is_a_finding_and_counted_once(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = published.execute(
        "select finding_type, explanation, remedy from fct_data_quality_findings"
        " where finding_type in ('duplicate_file', 'rejected_file', 'rejected_record')"
    ).fetchall()
    kinds = sorted(kind for kind, _, _ in found)
    # Six rules of returns and the incident's.
    assert kinds == ["duplicate_file", *["rejected_file"] * 2, *["rejected_record"] * 7]
    [duplicate] = [text for kind, text, _ in found if kind == "duplicate_file"]
    assert "same_again.csv" in duplicate
    assert all(remedy for _, _, remedy in found)


def test_a_printed_value_its_parts_contradict_is_kept_and_a_finding(
    published: duckdb.DuckDBPyConnection,
) -> None:
    # 2,523 of 3,477 are 72.56%; 75.4% is printed.
    found = published.execute(
        "select findings.finding_type, findings.explanation, facts.value"
        " from fct_data_quality_findings as findings"
        " inner join fct_measure_values as facts using (measure_id, period_id)"
        " where measure_id = 'norfolk_resolved_within_sla' and period_id = '2017-05'"
    ).fetchall()
    [(kind, explanation, value)] = found
    assert kind == "printed_value_inconsistent"
    assert "75.4" in explanation
    assert "72.56" in explanation
    assert value == Decimal("75.4")


def test_a_rejected_record_read_again_is_rejected_once(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = published.execute(
        "select record_id, column_name, rejected_value, load_id from fct_rejected_records"
        " where source = 'servicenow'"
    ).fetchall()
    assert found == [("INC0001", "state", "999", "servicenow-00000002")]


def test_the_release_before_is_whole_and_the_new_one_too(bad_run: BadRun) -> None:
    assert verify_release(bad_run.settings, bad_run.before) == []
    assert verify_release(bad_run.settings) == []


def test_files_are_filed_away_and_pages_say_what_to_do(bad_run: BadRun) -> None:
    settings = bad_run.settings
    assert list(settings.incoming.iterdir()) == []
    refused = {"no_value.csv", "empty.csv"}
    assert {path.name for path in settings.rejected.iterdir()} == {
        name + ending for name in refused for ending in ("", ".reason.txt")
    }
    page = (settings.site / "data-quality.html").read_text(encoding="utf-8")
    for name in (*refused, "rows.csv", "formula.xlsx", "same_again.csv"):
        assert name in page
    assert runnable_cells(settings.site) == []


def runnable_cells(site: Path) -> list[str]:
    """Cells of downloads that a spreadsheet would take for a formula."""
    return [
        cell
        for path in site.rglob("*.csv")
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
        if cell.startswith(("=", "+", "@"))
    ]
