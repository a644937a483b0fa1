"""docs/measures.md: the table a reader finds a measure's records, SQL and tests by."""

from __future__ import annotations

import csv

from orchestration.catalogue.computed import as_markdown, computed_measures
from orchestration.settings import PROJECT_ROOT


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT_ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_page_is_up_to_date() -> None:
    written = (PROJECT_ROOT / "docs/measures.md").read_text(encoding="utf-8")
    wanted = as_markdown(computed_measures(PROJECT_ROOT))
    assert written == wanted, "write it again: vitals measures > docs/measures.md"


def test_every_measure_of_the_paper_is_computed() -> None:
    found = {one.measure_id for one in computed_measures(PROJECT_ROOT)}
    printed = {
        row["measure_id"]
        for row in seed("measures")
        if row["scorecard_id"] == "dhcw" and not row["parent_measure_id"]
    }
    assert len(printed) == 36
    assert printed - found == set()


def test_every_one_has_records_and_unit_tests_or_parts_that_have() -> None:
    bare = [
        one.measure_id
        for one in computed_measures(PROJECT_ROOT)
        if not one.parts and not (one.tables and one.test_count)
    ]
    assert bare == []


def test_a_line_leads_to_the_sql_and_the_tests() -> None:
    (line,) = [
        line
        for line in as_markdown(computed_measures(PROJECT_ROOT)).splitlines()
        if line.startswith("| KR 2.2 ")
    ]
    assert "month, minutes | `servicenow.incident` |" in line
    assert "(../dbt_project/models/intermediate/measures/int_measure__dhcw_kr_2_2.sql)" in line
    assert "_servicenow__unit_tests.yml)" in line
