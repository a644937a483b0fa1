"""A scorecard nobody wrote a line of code for: rows in the seeds and one return, nothing else.

What is expected is worked out by hand, beside each figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from orchestration.catalogue.check import check_catalogue
from orchestration.catalogue.returns import check_returns
from orchestration.metrics.definitions import write_definitions
from orchestration.metrics.engine import open_engine
from orchestration.pipeline import RunSummary, run
from orchestration.publish.exposures import write_exposures
from orchestration.publish.open_data.export import export_csv
from orchestration.run_options import RunOptions
from orchestration.settings import Settings
from tests.support.projects import add_rows, copy_project

# After the due date of October, which is 10 November.
AS_OF = date(2025, 11, 15)
VISITS, BUDGET, CAFE = "fenmarsh_pool_visits", "fenmarsh_budget_variance", "fenmarsh_cafe_open"
WATER, MEMBERS, LESSONS = (
    "fenmarsh_water_temperature",
    "fenmarsh_members",
    "fenmarsh_lessons_finished",
)
MEASURES = (VISITS, BUDGET, CAFE, WATER, MEMBERS, LESSONS)
NAMES = (
    "Visits to the pool",
    "Spending against budget",
    "Café open",
    "Warmth of the water",
    "Members",
    "Swimming lessons finished",
)

MEASURE = {
    "scorecard_id": "fenmarsh",
    "objective_id": "fenmarsh_active",
    "is_part": "false",
    "measure_type": "kpi",
    "measure_kind": "level",
    "scale": "1",
    "display_decimals": "0",
    "aggregation": "latest",
    "direction": "lower",
    "is_strict": "false",
    "is_bounded": "false",
    "is_value_authoritative": "true",
    "calendar": "calendar",
    "frequency": "month",
    "reporting_lag_days": "10",
    "source_system": "returns",
    "is_illustrative": "true",
}
TARGET = {
    "organisation_unit_id": "fenmarsh",
    "start_date": "2025-07-01",
    "trajectory_shape": "flat",
    "effective_from_date": "2025-07-01",
    "recorded_at": "2026-01-20 09:00:00",
    "approver_post_id": "fenmarsh_director",
    "reason": "Invented for a test.",
}
CATALOGUE: dict[str, list[dict[str, str]]] = {
    "scorecards": [
        {
            "scorecard_id": "fenmarsh",
            "name": "Fenmarsh leisure",
            "short_name": "Fenmarsh",
            "organisation_name": "Fenmarsh Leisure Trust",
            "title": "Vital signs 2025",
            "is_illustrative": "true",
            "illustrative_note": "Invented for a test.",
            "page_layout": "vital_signs",
            "attainment_method": "variance",
            "rag_profile_id": "variance_5",
            "calendar": "calendar",
            "sort_order": "6",
            "source_document": "None: invented for a test.",
        }
    ],
    "organisation_units": [
        {
            "organisation_unit_id": "fenmarsh",
            "scorecard_id": "fenmarsh",
            "name": "Fenmarsh Leisure Trust",
            "unit_type": "organisation",
            "sort_order": "1",
        }
    ],
    "reporting_windows": [
        {
            "scorecard_id": "fenmarsh",
            "frequency": "month",
            "first_date": "2025-07-01",
            "last_date": "2025-12-31",
        }
    ],
    "posts": [
        {
            "post_id": "fenmarsh_director",
            "scorecard_id": "fenmarsh",
            "title": "Director of Leisure",
        }
    ],
    "objectives": [
        {
            "objective_id": "fenmarsh_active",
            "scorecard_id": "fenmarsh",
            "node_type": "strategic_objective",
            "name": "More people active",
            "owner_post_id": "fenmarsh_director",
            "sort_order": "1",
        }
    ],
    "measures": [
        MEASURE
        | {
            "measure_id": VISITS,
            "name": NAMES[0],
            "statement": "{value} people came to the pool",
            "unit": "people",
            "direction": "higher",
            "sort_order": "10",
        },
        MEASURE
        | {
            "measure_id": BUDGET,
            "measure_kind": "band",
            "name": NAMES[1],
            "statement": "spending was {value} away from budget",
            "unit": "percent",
            "scale": "100",
            "display_decimals": "1",
            "sort_order": "20",
        },
        MEASURE
        | {
            "measure_id": CAFE,
            "measure_type": "milestone",
            "measure_kind": "milestone",
            "name": NAMES[2],
            "unit": "yes_no",
            "direction": "higher",
            "deliverable": "A café by the pool",
            "rag_profile_id": "milestone",
            "sort_order": "30",
        },
        MEASURE
        | {
            "measure_id": WATER,
            "measure_kind": "band",
            "name": NAMES[3],
            "statement": "the water was at {value} degrees",
            "unit": "score",
            "display_decimals": "1",
            "direction": "none",
            "sort_order": "40",
        },
        MEASURE
        | {
            "measure_id": MEMBERS,
            "name": NAMES[4],
            "statement": "{value} people were members",
            "unit": "people",
            "direction": "higher",
            "sort_order": "50",
        },
        MEASURE
        | {
            "measure_id": LESSONS,
            "name": NAMES[5],
            "statement": "{value} of lessons were finished",
            "unit": "percent",
            "scale": "100",
            "direction": "higher",
            "sort_order": "60",
        },
    ],
    "measure_posts": [
        {
            "measure_id": measure,
            "post_id": "fenmarsh_director",
            "role": "lead",
            "sort_order": "1",
        }
        for measure in MEASURES
    ],
    "targets": [
        TARGET
        | {
            "target_version_id": "fenmarsh_visits_v1",
            "measure_id": VISITS,
            "target_value": "1000",
        },
        TARGET
        | {
            "target_version_id": "fenmarsh_budget_v1",
            "measure_id": BUDGET,
            "target_value": "2",
            "target_lower_value": "-2",
            "target_upper_value": "2",
        },
        TARGET
        | {
            "target_version_id": "fenmarsh_cafe_v1",
            "measure_id": CAFE,
            "target_value": "1",
            "deadline_date": "2025-10-15",
        },
        TARGET
        | {
            "target_version_id": "fenmarsh_water_v1",
            "measure_id": WATER,
            "target_lower_value": "27",
            "target_upper_value": "29",
        },
        # Steps until August, then a plan of its own, which runs on behind the reporting window.
        TARGET
        | {
            "target_version_id": "fenmarsh_members_v1",
            "measure_id": MEMBERS,
            "baseline_value": "500",
            "target_value": "800",
            "deadline_date": "2025-12-31",
            "trajectory_shape": "stepped",
            "effective_to_date": "2025-08-31",
        },
        TARGET
        | {
            "target_version_id": "fenmarsh_members_v2",
            "measure_id": MEMBERS,
            "baseline_value": "560",
            "target_value": "800",
            "start_date": "2025-08-31",
            "deadline_date": "2026-02-28",
            "trajectory_shape": "profile",
            "effective_from_date": "2025-09-01",
        },
        TARGET
        | {
            "target_version_id": "fenmarsh_lessons_v1",
            "measure_id": LESSONS,
            "target_text": "the average of leisure trusts",
        },
    ],
    "target_points": [
        {"target_version_id": version, "point_date": day, "planned_value": value}
        for version, day, value in (
            ("fenmarsh_members_v1", "2025-08-31", "560"),
            ("fenmarsh_members_v2", "2025-09-30", "600"),
            ("fenmarsh_members_v2", "2025-10-31", "640"),
            ("fenmarsh_members_v2", "2025-11-30", "700"),
        )
    ],
    # The register says whose figure the target is; a return says what the figure is.
    "target_comparators": [
        {"target_version_id": "fenmarsh_lessons_v1", "comparator": "Leisure trust average"}
    ],
}

# October's spending is not returned. The café opened a day before its deadline.
RETURN = f"""\
measure_id,organisation_unit_id,period_end,value,status,delivered_on,commentary,author_post_id
{VISITS},fenmarsh,2025-07-31,1000,reported,,,fenmarsh_director
{VISITS},fenmarsh,2025-08-31,950,reported,,,fenmarsh_director
{VISITS},fenmarsh,2025-09-30,949,reported,,The boiler failed for a week.,fenmarsh_director
{VISITS},fenmarsh,2025-10-31,1010,reported,,,fenmarsh_director
{BUDGET},fenmarsh,2025-07-31,-1.5,reported,,,fenmarsh_director
{BUDGET},fenmarsh,2025-08-31,2.1,reported,,,fenmarsh_director
{BUDGET},fenmarsh,2025-09-30,-2.2,reported,,,fenmarsh_director
{CAFE},fenmarsh,2025-07-31,0,reported,,,fenmarsh_director
{CAFE},fenmarsh,2025-08-31,0,off_plan,,The builder is late.,fenmarsh_director
{CAFE},fenmarsh,2025-09-30,0,reported,,,fenmarsh_director
{CAFE},fenmarsh,2025-10-31,1,reported,2025-10-14,,fenmarsh_director
{WATER},fenmarsh,2025-07-31,28,reported,,,fenmarsh_director
{WATER},fenmarsh,2025-08-31,27,reported,,,fenmarsh_director
{WATER},fenmarsh,2025-09-30,26.5,reported,,,fenmarsh_director
{WATER},fenmarsh,2025-10-31,30.5,reported,,,fenmarsh_director
{MEMBERS},fenmarsh,2025-07-31,500,reported,,,fenmarsh_director
{MEMBERS},fenmarsh,2025-08-31,560,reported,,,fenmarsh_director
{MEMBERS},fenmarsh,2025-09-30,590,reported,,,fenmarsh_director
{MEMBERS},fenmarsh,2025-10-31,650,reported,,,fenmarsh_director
{LESSONS},fenmarsh,2025-07-31,75,reported,,,fenmarsh_director
{LESSONS},fenmarsh,2025-08-31,80,reported,,,fenmarsh_director
{LESSONS},fenmarsh,2025-09-30,70,reported,,,fenmarsh_director
{LESSONS},fenmarsh,2025-10-31,92,reported,,,fenmarsh_director
"""
BENCHMARKS = f"""\
measure_id,comparator,as_at_date,value,source
{LESSONS},leisure trust average,2025-08-31,80,Leisure survey
{LESSONS},Leisure trust average,2025-10-31,90,Leisure survey
{LESSONS},Best of the county,2025-08-31,99,Leisure survey
"""

EXPECTED = {
    (VISITS, 7): "green",  # 1000 of 1000
    (VISITS, 8): "amber",  # 50 short of 1000: 5% exactly
    (VISITS, 9): "red",  # 51 short: 5.1%
    (VISITS, 10): "green",
    (BUDGET, 7): "green",  # 1.5 from zero, 2 allowed
    (BUDGET, 8): "amber",  # 2.1: 0.1 over 2 is 5% exactly
    (BUDGET, 9): "red",  # 2.2 on the other side: 10%
    (BUDGET, 10): "none",  # never returned
    (CAFE, 7): "green",  # 76 days left
    (CAFE, 8): "amber",  # 45 days left, but reported off plan
    (CAFE, 9): "amber",  # 15 days left
    (CAFE, 10): "green",  # delivered with a day to spare
    (WATER, 7): "green",
    (WATER, 8): "green",  # the edge of 27 is inside
    (WATER, 9): "amber",  # 0.5 below 27: 1.9%
    (WATER, 10): "red",  # 1.5 above 29: 5.2%
    (MEMBERS, 7): "green",  # nothing more than the baseline is due before the first step
    (MEMBERS, 8): "green",  # the step of 560
    (MEMBERS, 9): "amber",  # 10 short of the 600 planned: 1.7%
    (MEMBERS, 10): "green",  # 650 of 640
    (LESSONS, 7): "none",  # nobody had given the average yet
    (LESSONS, 8): "green",  # 80 against the 80 of that very day
    (LESSONS, 9): "red",  # 70 against 80: 12.5%
    (LESSONS, 10): "green",  # 92 against the next average, 90
}
# Version, shape and what it expects, for each month; beyond the window of December as well.
PLANNED = {
    (2025, 7): ("fenmarsh_members_v1", "stepped", 500),
    (2025, 8): ("fenmarsh_members_v1", "stepped", 560),
    (2025, 9): ("fenmarsh_members_v2", "profile", 600),
    (2025, 10): ("fenmarsh_members_v2", "profile", 640),
    (2025, 11): ("fenmarsh_members_v2", "profile", 700),
    (2025, 12): ("fenmarsh_members_v2", "profile", None),  # the plan has no figure for it
    (2026, 1): ("fenmarsh_members_v2", "profile", None),
    (2026, 2): ("fenmarsh_members_v2", "profile", 800),  # the deadline
}
# From 31 October the months lie 92, 61, 31 and 0 days back. The line through 500, 560, 590, 650 is
# 575 + (46 + days) 29,400 / 18,728: on 28 February, 120 days on, 835.593763349; it reaches 800
# after 97.3 days.
AT_DEADLINE, MET_ON = Decimal("835.593763349"), date(2026, 2, 6)
EXPECTED_EXCEPTIONS = {
    (VISITS, 8, "off_target"),  # exactly 5% worse is amber and an exception
    (VISITS, 9, "off_target"),
    (BUDGET, 8, "off_target"),
    (BUDGET, 9, "off_target"),
    (LESSONS, 9, "off_target"),
    (BUDGET, 10, "missing_return"),
    (WATER, 10, "off_target"),
}


@dataclass(frozen=True)
class Sixth:
    """The run, and what the check said before it."""

    settings: Settings
    faults: list[str]
    summary: RunSummary


@pytest.fixture(scope="module")
def sixth(tmp_path_factory: pytest.TempPathFactory) -> Sixth:
    """The catalogue with the scorecard's rows, its one return, and a run without an instance."""
    folder = tmp_path_factory.mktemp("sixth").resolve()
    settings = Settings(root=copy_project(folder / "project"), home=folder / "home")
    for seed, rows in CATALOGUE.items():
        add_rows(settings.root, seed, rows)
    write_definitions(settings.root)
    write_exposures(settings.root)
    settings.incoming.mkdir(parents=True)
    (settings.incoming / "fenmarsh.csv").write_text(RETURN, encoding="utf-8")
    (settings.incoming / "fenmarsh_benchmarks.csv").write_text(BENCHMARKS, encoding="utf-8")
    sources = folder / "sources.yml"
    sources.write_text("servicenow:\n", encoding="utf-8")
    seeds = settings.root / "seeds"
    faults = [*check_catalogue(seeds), *check_returns(settings.incoming, seeds)]
    options = RunOptions(as_of=AS_OF, sources=sources, exports=True)
    summary = run(settings, options, lambda _: None)
    return Sixth(settings, [str(fault) for fault in faults], summary)


@pytest.fixture
def published(sixth: Sixth) -> Iterator[duckdb.DuckDBPyConnection]:
    assert sixth.summary.release is not None
    serving = sixth.summary.release.folder / "serving.duckdb"
    with duckdb.connect(str(serving), read_only=True) as connection:
        yield connection


def by_month(
    connection: duckdb.DuckDBPyConnection, columns: str, mart: str
) -> list[tuple[object, ...]]:
    """Rows of the scorecard: measure, month, then the columns."""
    return connection.execute(
        f"select facts.measure_id, month(periods.end_date), {columns} from {mart} as facts"
        " inner join dim_periods as periods on facts.period_id = periods.period_id"
        " where facts.measure_id like 'fenmarsh%' order by all"
    ).fetchall()


def test_the_check_finds_nothing_to_mend(sixth: Sixth) -> None:
    assert sixth.faults == []


def test_every_colour_is_the_one_worked_out_by_hand(published: duckdb.DuckDBPyConnection) -> None:
    found = by_month(published, "facts.rag_status", "fct_measure_statuses")
    assert len(found) == len(EXPECTED)
    assert {(measure, month): colour for measure, month, colour in found} == EXPECTED


def test_shortfalls_reasons_and_movements_are_those_of_the_figures(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = {
        (measure, month): rest
        for measure, month, *rest in by_month(
            published,
            "facts.variance_pct, facts.movement, facts.rag_reason, facts.explanation",
            "fct_measure_statuses",
        )
    }
    assert found[VISITS, 8][:2] == [Decimal("0.05"), "deteriorated"]
    assert found[VISITS, 9][:2] == [Decimal("0.051"), "deteriorated"]
    assert found[VISITS, 10][1] == "improved"
    assert found[BUDGET, 9][:2] == [Decimal("0.1"), "deteriorated"]
    assert found[BUDGET, 10][2] == "awaiting_data"
    assert str(found[VISITS, 9][3]).startswith("Red: 949 people came to the pool in September 2025")


def test_versions_of_different_shapes_follow_each_other_to_the_last_deadline(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = published.execute(
        "select year(period_end_date), month(period_end_date), target_version_id,"
        " trajectory_shape, expected_value from fct_measure_trajectories where measure_id = ?",
        [MEMBERS],
    ).fetchall()
    assert {(year, month): tuple(rest) for year, month, *rest in found} == PLANNED
    assert len(found) == len(PLANNED)


def test_the_way_ahead_ends_on_the_deadline_behind_the_window(
    published: duckdb.DuckDBPyConnection,
) -> None:
    [latest] = published.execute(
        "select forecast_at_deadline, expected_met_date, forecast_point_count, explanation"
        " from fct_measure_statuses where measure_id = ? and period_id = '2025-10'",
        [MEMBERS],
    ).fetchall()
    assert latest[:3] == (AT_DEADLINE, MET_ON, 4)
    assert "; the target would be met on 6 February 2026. (" in latest[3]
    assert latest[3].endswith(", version 1)")
    ahead = published.execute(
        "select period_id, forecast_value from fct_measure_trajectories"
        " where measure_id = ? and forecast_value is not null order by period_end_date",
        [MEMBERS],
    ).fetchall()
    assert [period for period, _ in ahead] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert ahead[-1][1] == AT_DEADLINE


def test_a_band_has_edges_and_no_way_to_them(published: duckdb.DuckDBPyConnection) -> None:
    found = published.execute(
        "select period_id, expected_value, variance, variance_pct, movement, forecast_reason,"
        " explanation from fct_measure_statuses where measure_id = ? order by period_end_date",
        [WATER],
    ).fetchall()
    assert [row[1:6] for row in found] == [
        (None, Decimal(0), Decimal(0), None, "no_direction"),
        (None, Decimal(0), Decimal(0), None, "no_direction"),
        (None, Decimal("0.5"), Decimal("0.018518519"), None, "no_direction"),
        (None, Decimal("1.5"), Decimal("0.051724138"), None, "no_direction"),
    ]
    assert found[1][6].startswith(
        "Green: the water was at 27.0 degrees in August 2025 against a target of 27 to 29; "
        "that is inside the band, and on target or better is green."
    )


def test_the_criteria_hold_for_it_as_for_the_others(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = by_month(published, "facts.exception_rule_id", "fct_measure_exceptions")
    assert set(found) == EXPECTED_EXCEPTIONS


def test_every_row_was_taken_and_only_this_scorecard_has_figures(
    published: duckdb.DuckDBPyConnection,
) -> None:
    assert published.execute("select count(*) from fct_rejected_records").fetchall() == [(0,)]
    rows = published.execute(
        "select row_count, accepted_count from fct_extractions where table_name = 'observations'"
    ).fetchall()
    assert rows == [(len(RETURN.splitlines()) - 1,) * 2]
    scorecards = published.execute(
        "select distinct measures.scorecard_id from fct_measure_values as facts"
        " inner join dim_measures as measures on facts.measure_id = measures.measure_id"
        " where facts.value is not null"
    ).fetchall()
    assert scorecards == [("fenmarsh",)]


def test_it_has_its_page_its_cards_and_its_line_in_the_summary(sixth: Sixth) -> None:
    site = sixth.settings.site
    page = (site / "fenmarsh.html").read_text(encoding="utf-8")
    assert "One of six measures is red: Warmth of the water" in page
    assert "Invented for a test." in page
    assert 'href="fenmarsh.html"' in (site / "index.html").read_text(encoding="utf-8")
    cards = {card.stem: card.read_text(encoding="utf-8") for card in site.glob("cards/fenmarsh*")}
    assert cards.keys() == set(MEASURES)
    for measure, name in zip(MEASURES, NAMES, strict=True):
        assert name in page
        assert f'href="cards/{measure}.html"' in page
        assert name in cards[measure]
        assert "Director of Leisure" in cards[measure]
        assert "<svg" in cards[measure]
    assert "The boiler failed for a week." in cards[VISITS]
    [line] = [row for row in sixth.summary.figures.scorecards if row.name == "Fenmarsh leisure"]
    assert (line.measures, line.green, line.amber, line.red, line.none) == (6, 4, 0, 1, 1)


def test_a_target_that_is_a_benchmark_takes_its_value_from_the_return(
    sixth: Sixth, published: duckdb.DuckDBPyConnection
) -> None:
    """From the day of each figure on; another comparator of the measure gives it nothing."""
    rows = published.execute(
        "select registered_version_id, target_value, comparator, effective_from_date::varchar,"
        " effective_to_date::varchar from dim_targets where measure_id = ?"
        " order by effective_from_date",
        [LESSONS],
    ).fetchall()
    version, whose = "fenmarsh_lessons_v1", "Leisure trust average"
    assert rows == [
        (version, None, whose, "2025-07-01", "2025-08-30"),
        (version, Decimal(80), whose, "2025-08-31", "2025-10-30"),
        (version, Decimal(90), whose, "2025-10-31", None),
    ]
    seed = (sixth.settings.root / "seeds" / "targets.csv").read_text("utf-8")
    assert seed.count(version) == 1


def test_without_its_figure_the_target_is_none_and_the_sentence_says_so(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = {
        month: (reason, target)
        for measure, month, reason, target in by_month(
            published, "facts.rag_reason, facts.target_value", "fct_measure_statuses"
        )
        if measure == LESSONS
    }
    assert found == {
        7: ("no_target", None),
        8: (None, Decimal(80)),
        9: (None, Decimal(80)),
        10: (None, Decimal(90)),
    }


def test_figures_of_others_stand_on_the_card(sixth: Sixth) -> None:
    card = (sixth.settings.site / "cards" / f"{LESSONS}.html").read_text(encoding="utf-8")
    said = " ".join(card.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Leisure trust average: 90%, 31 October 2025" in said
    assert "Leisure trust average as at 31 August 2025" in said
    assert "Best of the county: 99%, 31 August 2025" in said


def test_a_paper_s_claims_that_nothing_loaded_can_show_are_said_to_wait(
    published: duckdb.DuckDBPyConnection,
) -> None:
    """Norfolk's table was not returned here: what it says of itself cannot be worked out."""
    rows = published.execute(
        "select explanation from fct_data_quality_findings where scorecard_id = 'norfolk'"
        " and finding_type = 'known_discrepancy' and explanation like '%cannot be worked out yet%'"
    ).fetchall()
    assert len(rows) == 4


def exposures_of(sixth: Sixth) -> Path:
    """Where the project's exposures stand."""
    return sixth.settings.root / "dbt_project" / "models" / "marts"


def test_every_output_has_the_new_measures_without_a_line_of_code(sixth: Sixth) -> None:
    release, site, exports = sixth.summary.release, sixth.summary.site, sixth.summary.exports
    assert release
    assert site
    assert exports
    for measure_id in MEASURES:
        assert (site / "cards" / f"{measure_id}.html").is_file()
        assert (site / "passports" / f"{measure_id}.html").is_file()
        assert (site / "data" / f"{measure_id}.csv").is_file()
    outputs = {
        "graph": exposures_of(sixth) / "_exports__exposures.yml",
        "semantic layer": release.folder / "semantic_manifest.json",
        "list of metrics": release.folder / "metrics.json",
        "documentation": exports / "docs" / "dbt.html",
        "CSV": export_csv(sixth.settings, release.release_id, ("dim_measures",)).folder,
        "Power BI": exports / "powerbi",
        "Metabase": exports / "metabase",
    }
    for output, place in outputs.items():
        files = (
            [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
        )
        told = "".join(file.read_text(encoding="utf-8", errors="ignore") for file in files)
        assert {measure_id for measure_id in MEASURES if measure_id not in told} == set(), output
    report = json.loads((exports / "generation-report.json").read_text(encoding="utf-8"))
    assert set(report["targets"]) == {"metricflow", "excel", "metabase", "powerbi"}
    for target, made in report["targets"].items():
        assert set(MEASURES) <= {*made["exported"], *made["refused"]}, target
        assert made["refused"] == {}


def test_the_workbook_has_a_sheet_and_the_figures_of_the_new_scorecard(sixth: Sixth) -> None:
    assert sixth.summary.exports
    file = sixth.summary.exports / "excel" / "vital-signs.xlsx"
    workbook = openpyxl.load_workbook(file, read_only=True)
    assert "Fenmarsh" in workbook.sheetnames
    heads, *rows = workbook["metric_figures"].iter_rows(values_only=True)
    figures = [dict(zip(heads, row, strict=True)) for row in rows]
    told = {
        (row["metric"], row["span_label"]): row["value"]
        for row in figures
        if row["metric"] == VISITS and row["span"] == "month"
    }
    assert told


def test_the_new_measure_can_be_asked(sixth: Sixth, published: duckdb.DuckDBPyConnection) -> None:
    release = sixth.summary.release
    assert release
    with open_engine(release.folder) as engine:
        answer = engine.ask([VISITS], ["month"])
    printed = published.execute(
        "select cast(date_trunc('month', period_end_date) as date), value from fct_measure_values "
        "where measure_id = ? and value is not null order by 1",
        [VISITS],
    ).fetchall()
    assert printed
    assert answer.rows == tuple((day, value) for day, value in printed)
