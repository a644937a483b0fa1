"""The invented rows about what is promised: audit, benchmarks, changes, a programme of projects.

Here: whole tables, with text that would do harm. Not here: measures (serving_measures) and the rest
(serving_rows).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.support.serving_measures import IMAGE, LINK, SCRIPT, Row

RECORDED = datetime(2025, 3, 20)  # noqa: DTZ001 -- the marts hold UTC without a zone


def promise_rows() -> dict[str, list[Row]]:
    """The tables of the catalogue's promises."""
    return {**_audited(), **_beside(), **_programme()}


def _finding(test: str, explanation: str, **about: str | None) -> Row:
    row: Row = dict.fromkeys(("measure_id", "objective_id", "other_measure_id"))
    row |= {"scorecard_id": "library", "test": test, "test_name": test.capitalize()}
    row |= {"smart_finding_id": f"{test} {sorted(map(str, about.values()))}", **about}
    return row | {"explanation": f"{explanation} ({test}, version 1)"}


def _audited() -> dict[str, list[Row]]:
    def rule(rule_id: str, test: str, order: int, version: int) -> Row:
        return {
            "smart_rule_id": rule_id, "test": test, "test_name": test.capitalize(),
            "asks": f"What {test} asks {SCRIPT}", "version": str(version), "sort_order": order,
        }  # fmt: skip

    bare = "Not specific: no unit is stated."
    return {
        "dim_paper_statements": _stated(),
        "dim_smart_rules": [
            rule("definition_stated", "specific", 10, 1),
            rule("unit_stated", "specific", 20, 2),
            rule("source_stated", "measurable", 30, 1),
            rule("nothing_repeated", "duplicate", 40, 1),
        ],
        "fct_smart_findings": [
            _finding("measurable", f"Not measurable: “{SCRIPT}”.", measure_id="library_loans"),
            _finding("specific", bare, measure_id="library_loans"),
            _finding("specific", bare, measure_id="library_safe_door"),
            _finding("specific", f"Not specific {IMAGE}.", measure_id="library_speed"),
            _finding(
                "duplicate", "Duplicate: it repeats Loans.",
                measure_id="library_speed", other_measure_id="library_loans",
            ),
            _finding("measurable", "Not measurable: words.", objective_id="library_reading"),
        ],
    }  # fmt: skip


def _stated() -> list[Row]:
    return [
        {"measure_id": "harbour_waits", "unit_text": "hours", "population": None,
         "evidence": f"ships that wait {SCRIPT}", "deadline": None},
        {"measure_id": "library_roof", "unit_text": None, "population": None, "evidence": None,
         "deadline": "by summer"},
    ]  # fmt: skip


def _beside() -> dict[str, list[Row]]:
    def benchmark(comparator: str, value: str | None, day: date | None) -> Row:
        return {
            "measure_id": "harbour_waits", "comparator": comparator,
            "benchmark_source": f"A paper {LINK} {IMAGE}", "as_at_date": day,
            "value": Decimal(value) if value else None, "is_target": value is None,
        }  # fmt: skip

    return {
        "fct_benchmarks": [
            benchmark("Other harbours", "12.5", date(2025, 12, 31)),
            benchmark("Other harbours", "11", date(2025, 9, 30)),
            benchmark(f"Best harbour {SCRIPT}", None, None),
        ],
        "fct_definition_changes": [
            {"definition_change_id": "one", "measure_id": "harbour_waits", "field": "exclusions",
             "old_text": None, "new_text": f"Ships under 10 m {SCRIPT}", "reason": "None waits.",
             "author_post_id": "harbour_master", "approver_post_id": "harbour_master",
             "effective_from_date": date(2025, 4, 1), "recorded_at": RECORDED},
        ],
    }  # fmt: skip


def _programme() -> dict[str, list[Row]]:
    def year(label: str, ends: int, printed: str | None, difference: str | None) -> Row:
        return {
            "scorecard_id": "harbour", "period_label": label, "completed_count": 62,
            "cancelled_count": 23, "accepted_count": 90, "implied_difference": "5",
            "printed_difference": Decimal(difference) if difference else None,
            "printed_share_pct": Decimal(printed) if printed else None,
            "completed_share_pct": Decimal("0.688888889"),
            "closed_share_pct": Decimal("0.944444444"), "period_end_date": date(ends, 3, 31),
        }  # fmt: skip

    def project(position: int, label: str, ends: date, name: str) -> Row:
        return {
            "scorecard_id": "harbour", "period_label": label, "position": position,
            "project": name, "period_end_date": ends,
        }  # fmt: skip

    return {
        "fct_programme_volumes": [
            year("2023/24", 2024, "0.9444", "5"), year("2024/25", 2025, None, "6"),
        ],
        "fct_priority_projects": [
            project(2, "quarter to March 2026", date(2026, 3, 31), f"New crane {SCRIPT}"),
            project(1, "quarter to March 2026", date(2026, 3, 31), "Dredging"),
            project(1, "quarter to December 2025", date(2025, 12, 31), "Old jetty"),
        ],
    }  # fmt: skip
