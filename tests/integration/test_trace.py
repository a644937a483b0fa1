"""From a number back to its rows: what `vitals trace` says, against rows read without it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from orchestration.audit.asking import TraceError
from orchestration.audit.builds import build_of, open_build
from orchestration.audit.facts import open_facts
from orchestration.audit.lineage import read_graph
from orchestration.audit.records import find_records
from orchestration.audit.tracing import trace
from orchestration.audit.trail import Trail
from orchestration.audit.words import lines_of
from orchestration.cli import app
from orchestration.publish.release import Release
from orchestration.settings import Settings
from orchestration.transform.dbt import target_folder
from tests.conftest import PipelineRun
from tests.recount import servicenow
from tests.support.recounting import london_day, month, seed_rows

ALL = 1_000_000
PERIOD = "2025-12"


@pytest.fixture(scope="module")
def home(pipeline_run: PipelineRun) -> Settings:
    return pipeline_run.settings


def told(home: Settings, measure: str, period: str = PERIOD, unit: str | None = None) -> Trail:
    return trace(home, measure, unit, period, limit=ALL)


def text_of(trail: Trail) -> str:
    return "\n".join(line for _, lines in lines_of(trail) for line in lines)


def test_the_incidents_behind_a_time_are_those_of_the_raw_rows(home: Settings) -> None:
    services = {row["service_id"]: row["is_clinical"] == "true" for row in seed_rows("services")}
    expected = {
        record["number"]
        for record in servicenow.standing(home.raw, "incident")
        if servicenow.is_good_incident(record, services)
        and record["state"] in servicenow.RESOLVED
        and record["priority"] == "1"
        and services[record["business_service"]]
        and month(london_day(servicenow.at(record, "resolved_at"))) == PERIOD
    }
    trail = told(home, "dhcw_kr_2_2")
    (listing,) = trail.records.listings
    assert {row["record_id"] for row in listing.rows} == expected
    assert listing.count == len(expected) == trail.number["denominator"]
    assert [one.agrees for one in trail.records.reconciled] == [True, True]


def test_the_records_of_every_measure_give_its_numbers(home: Settings, release: Release) -> None:
    """Four periods of each; where records are not listed, the reason is there."""
    graph = read_graph(target_folder(home))
    assert graph is not None
    models = [n["name"] for n in graph.nodes.values() if n["name"].startswith("int_measure__")]
    wrong, silent = [], []
    with open_facts(release.folder) as facts:
        keys = [
            tuple(row.values())
            for row in facts.rows(
                "select measure_id, organisation_unit_id, period_id from fct_measure_values "
                "where value_status in ('reported', 'provisional') and value is not null "
                "and list_contains(?, 'int_measure__' || measure_id) qualify row_number() over "
                "(partition by measure_id order by period_end_date desc, organisation_unit_id) < 5",
                models,
            )
        ]
        build = build_of(home, release, facts.number(keys[0]))
        assert build is not None
        with open_build(build) as opened:
            for key in keys:
                meta = graph.meta(f"int_measure__{key[0]}")
                tables = facts.tables(key[0])
                found = find_records(opened, meta, facts.number(key), tables, 2)
                wrong += [(key, one.sentence) for one in found.reconciled if not one.agrees]
                silent += [key for _ in [0] if not found.reconciled and not found.note]
    assert {key[0] for key in keys} | {"dhcw_kr_4_1", "dhcw_kpi_pl01", "dhcw_kpi_ps01"} >= {
        model.removeprefix("int_measure__") for model in models
    }
    assert wrong == []
    assert silent == []


def test_a_returned_number_names_its_file_row_and_cells(home: Settings) -> None:
    trail = told(home, "heiw_invoices_paid", "2025-10")
    (listing,) = trail.records.listings
    first = listing.rows[0]
    assert first["stands"]
    assert [row["stands"] for row in listing.rows[1:]] == [False] * (len(listing.rows) - 1)
    assert first["value_text"] == f"{trail.number['value'].normalize():f}"
    assert (home.archive).is_dir()
    assert list(home.archive.rglob(f"*{first['file_name']}"))
    assert first["row_number"] > 1
    assert "seeds/targets.csv, row" in text_of(trail)


def test_of_people_keys_alone_are_listed_and_no_more_than_is_told(home: Settings) -> None:
    trail = told(home, "dhcw_kpi_pl02")
    assert trail.number["is_rounded"]
    (listing,) = trail.records.listings
    assert all(set(row) == {"enrolment_id"} for row in listing.rows)
    assert 0 < len(listing.rows) <= 5
    assert listing.count is None
    assert [one.counted for one in trail.records.reconciled] == [None, None]


def test_a_withheld_number_lists_nothing(home: Settings, marts: duckdb.DuckDBPyConnection) -> None:
    key = marts.execute(
        "select measure_id, period_id, organisation_unit_id from fct_measure_values "
        "where value_status = 'suppressed' and load_id not like 'returns-%' limit 1"
    ).fetchone()
    assert key is not None
    trail = told(home, *key)
    assert trail.records.listings == ()
    assert trail.number["value"] is None
    assert "withheld" in text_of(trail).lower()


def test_rejected_records_of_its_tables_are_told_with_their_reasons(
    home: Settings, marts: duckdb.DuckDBPyConnection
) -> None:
    expected = marts.execute(
        "select rejection_rule_id, count(*) from fct_rejected_records "
        "where source = 'servicenow' and table_name = 'incident' group by all order by 2 desc, 1"
    ).fetchall()
    found = told(home, "dhcw_kr_2_2").rejections
    assert list(found.reasons) == expected != []
    assert all(row["table_name"] == "incident" for row in found.first)


def test_the_way_leads_from_the_source_through_its_model_to_the_status(home: Settings) -> None:
    names = [model.name for model in told(home, "dhcw_kr_2_2").path]
    way = ["servicenow.incident", "int_incidents_judged", "int_measure__dhcw_kr_2_2"]
    way += ["int_observations", "int_rag_colours", "fct_measure_statuses"]
    assert [name for name in names if name in way] == way
    assert "int_measure__dhcw_kpi_ps02" not in names


def test_a_composite_sends_to_its_parts(home: Settings) -> None:
    trail = told(home, "dhcw_kr_2_3")
    assert [row["measure_id"] for row in trail.parts] == [
        "dhcw_kr_2_3_ce_plus",
        "dhcw_kr_2_3_dspt",
    ]
    assert "trace its parts" in trail.records.note
    said = dict(lines_of(trail))
    assert said["Target"] == said["Loads"] == ["None of its own: see its parts."]


def test_its_doubts_are_those_of_its_period_and_of_the_measure(home: Settings) -> None:
    said = dict(lines_of(told(home, "norfolk_call_abandonment", "2018-01")))["Doubts"]
    # 1,255 of 4,258 calls are 29.4739%, and the paper prints 29.
    assert said[0].startswith("The paper prints 29, its parts give 29.47")
    assert said[1].startswith("Of every period: Printed: “We are 21% over our target")
    assert len(said) == 2
    assert dict(lines_of(told(home, "dhcw_kr_2_2")))["Doubts"] == ["None of the data."]


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("dhcw_kr_2_22", None, PERIOD), "dhcw_kr_2_2"),
        (("dhcw_kpi_fn01", "dhcw_finanse", PERIOD), "dhcw_"),
        (("dhcw_kr_2_2", None, "2025-1"), "2025-12"),
    ],
)
def test_an_unknown_id_names_those_near_it(
    home: Settings, words: tuple[str, str | None, str], near: str
) -> None:
    with pytest.raises(TraceError) as raised:
        trace(home, *words, limit=1)
    assert near in raised.value.remedy


def test_without_a_day_so_early_there_is_no_release(home: Settings) -> None:
    with pytest.raises(TraceError, match="2001-01-01"):
        trace(home, "dhcw_kr_2_2", None, PERIOD, as_known=date(2001, 1, 1), limit=1)


def test_without_its_build_it_says_how_to_get_it_back(home: Settings, tmp_path: Any) -> None:
    for name in ("releases", "dbt"):
        (tmp_path / name).symlink_to(home.home / name)
    moved = Settings(root=home.root, home=tmp_path, inputs=home.home)
    note = told(moved, "dhcw_kr_2_2").records.note
    assert "vitals replay --as-of 2026-01-31" in note


def test_json_has_every_part_of_the_trail(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITALS_HOME", str(home.home))
    done = CliRunner().invoke(app, ["trace", "dhcw_kr_2_2", "dhcw", PERIOD, "--json"])
    assert done.exit_code == 0, done.output
    note = json.loads(done.stdout)
    assert note["number"]["measure_id"] == "dhcw_kr_2_2"
    assert len(note["loads"][0]["sha256"]) == 64
    assert len(note["records"]["listings"][0]["rows"]) <= 10
