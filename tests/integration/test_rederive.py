"""A whole release judged again: nothing differs, and whoever changes it is named."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from orchestration.audit.rederive.comparing import rederive
from orchestration.cli import app
from orchestration.files import point_link, sha256_of
from orchestration.publish.content import combine, hash_relation
from orchestration.publish.manifest import Manifest
from orchestration.publish.release import Release, read_release
from orchestration.settings import PROJECT_ROOT, Settings

# Each: the table, what is done to it, and the start of the line that must name it.
PLANTED = {
    "a colour": (
        "fct_measure_statuses",
        "update t set rag_status = 'green' where "
        "measure_id = 'norfolk_call_abandonment' and rag_status = 'red'",
        "fct_measure_statuses, norfolk_call_abandonment of norfolk in 2018-01, ",
        "rag_status: the release says green; its values, targets and rules give red",
    ),
    "a share at its last decimal": (
        "fct_measure_statuses",
        "update t set attainment = attainment + 0.000000001 where measure_id = 'dhcw_kr_2_1'",
        "fct_measure_statuses, dhcw_kr_2_1 of dhcw in 2025-",
        "attainment: the release says",
    ),
    "a target": (
        "dim_targets",
        "update t set target_value = target_value + 1 where measure_id = 'dhcw_kr_1_2'",
        "fct_measure_statuses, dhcw_kr_1_2 of dhcw in 2025-",
        "expected_value: the release says",
    ),
    "a value": (
        "fct_measure_values",
        "update t set value = value + 1 where measure_id = 'dhcw_kpi_pl03' and "
        "organisation_unit_id = 'dhcw'",
        "fct_measure_statuses, dhcw_kpi_pl03 of dhcw in 2025-",
        "value: the release says",
    ),
    "the bound of a rule": (
        "dim_rag_rules",
        "update t set upper_bound = -1 where rag_profile_id = 'zero_tolerance' and "
        "rag_status = 'green'",
        "fct_measure_statuses, waht_waits_over_104_weeks of waht in ",
        "rag_reason: the release says nothing; its values, targets and rules give target_is_zero",
    ),
    "a day of delivery": (
        "fct_measure_values",
        "update t set delivered_on_date = delivered_on_date + 3000 where "
        "delivered_on_date is not null",
        "fct_measure_statuses, waht_",
        "rag_status: the release says green; its values, targets and rules give amber",
    ),
    "a point of a trajectory": (
        "fct_measure_trajectories",
        "update t set expected_value = expected_value + 1 where measure_id = 'dhcw_kr_3_1'",
        "fct_measure_trajectories, dhcw_kr_3_1 of dhcw in 2025-",
        "expected_value: the release says",
    ),
    "a row that is gone": (
        "fct_measure_statuses",
        "delete from t where measure_id = 'dhcw_kr_1_3' and organisation_unit_id = 'dhcw'",
        "fct_measure_statuses, dhcw_kr_1_3 of dhcw in 2025-",
        "there is no row, though there is one in fct_measure_values",
    ),
    "objectives": (
        "fct_objective_statuses",
        "update t set rag_status = 'green', rag_reason = null where objective_id like 'dhcw_okr_%'",
        "fct_objective_statuses, dhcw_okr_3 in 2025-09, ",
        "rag_status: the release says green; its values, targets and rules give red",
    ),
    "the share of an objective by weights": (
        "fct_objective_statuses",
        "update t set attainment = attainment + 0.000000001 where objective_id = 'dhcw_okr_3' "
        "and period_id = '2025-07'",
        "fct_objective_statuses, dhcw_okr_3 in 2025-07, ",
        "attainment: the release says",
    ),
    "a month of an objective that is gone": (
        "fct_objective_statuses",
        "delete from t where objective_id = 'dhcw_okr_2' and period_id = '2025-07'",
        "fct_objective_statuses, dhcw_okr_2 in 2025-07: ",
        "there is no row, though",
    ),
    "a colour of the wide table": (
        "obt_measure_periods",
        "update t set rag_status = 'green' where "
        "measure_id = 'norfolk_call_abandonment' and period_id = '2018-01'",
        "obt_measure_periods, norfolk_call_abandonment of norfolk in 2018-01, ",
        "rag_status: the release says green; its values, targets and rules give red",
    ),
    "a colour of the reports": (
        "rpt_measure_periods",
        "update t set rag_status = 'green' where "
        "measure_id = 'norfolk_call_abandonment' and period_id = '2018-01'",
        "rpt_measure_periods, norfolk_call_abandonment of norfolk in 2018-01, ",
        "rag_status: the release says green; its values, targets and rules give red",
    ),
    "a latest colour and value": (
        "rpt_latest_statuses",
        "update t set rag_status = 'green', value = 1 where "
        "measure_id = 'norfolk_call_abandonment'",
        "rpt_latest_statuses, norfolk_call_abandonment of norfolk in 2018-01, ",
        "value: the release says 1; its values, targets and rules give",
    ),
    "a figure of an organisation": (
        "fct_organisation_figures",
        "update t set value = value + 1, weight = 1 where measure_id = 'dhcw_kpi_oe01'",
        "fct_organisation_figures, dhcw_kpi_oe01 of dhcw in 2025-",
        "weight: the release says 1; its values, targets and rules give",
    ),
    "what is added up of a unit": (
        "fct_unit_figures",
        "update t set weighted_value = weighted_value * 1.001 where measure_id = 'dhcw_kpi_oe01'",
        "fct_unit_figures, dhcw_kpi_oe01 of dhcw_",
        "weighted_value: the release says",
    ),
    "metrics of every rule": (
        "metric_figures",
        "update t set value = 0 where metric in ('dhcw_incidents_weekly', 'statuses_red') or "
        "metric like 'dhcw_kpi_oe%'",
        "metric_figures, dhcw_incidents_weekly in 2024/25 (fiscal_year), ",
        "value: the release says 0; its values, targets and rules give",
    ),
    "a count of statuses": (
        "metric_figures",
        "update t set value = 1 where metric = 'statuses_none' and grain = 'fiscal_year'",
        "metric_figures, statuses_none of norfolk in 2017/18 (fiscal_year), ",
        "value: the release says 1; its values, targets and rules give",
    ),
    "a metric by unit": (
        "metric_figures",
        "update t set value = value + 0.001 where metric = 'dhcw_kpi_pl01_by_unit'",
        "metric_figures, dhcw_kpi_pl01_by_unit of dhcw_digital in 2024/25 (fiscal_year), ",
        "value: the release says",
    ),
    "exceptions that are gone": (
        "fct_measure_exceptions",
        "delete from t where scorecard_id = 'norfolk'",
        "metric_figures, exceptions of norfolk in 2017/18 (fiscal_year): ",
        "there is a row, though nothing gives one",
    ),
}
# Tables that say what the altered ones say, and so differ with them.
FURTHER = ("obt_", "rpt_", "metric_", "fct_objective", "fct_organisation_", "fct_unit_")


def test_every_status_of_a_release_follows_from_what_it_holds(release: Release) -> None:
    found = rederive(release)
    assert found.differences == ()
    assert found.left_out == {}
    assert found.held.keys() == {
        "fct_objective_statuses",
        "fct_organisation_figures",
        "fct_unit_figures",
        "metric_figures",
        "obt_measure_periods",
        "rpt_latest_statuses",
        "rpt_measure_periods",
    }
    for table, rows in found.held.items():
        counted = duckdb.execute(f"select count(*) from '{release.folder}/{table}.parquet'")
        assert counted.fetchone() == (rows,), table
    statuses = f"{release.folder}/fct_measure_statuses.parquet"
    assert duckdb.execute(f"select count(*) from '{statuses}'").fetchall() == [(found.judged,)]
    assert found.judged > 1000


@pytest.fixture(scope="module")
def altered(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home whose release was altered by somebody who recomputed every hash."""
    settings = Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("altered").resolve())
    folder = settings.releases / release.release_id
    shutil.copytree(release.folder, folder)
    point_link(settings.current_release, release.release_id)
    manifest = Manifest.read(folder)
    hashes = dict(manifest.mart_hashes)
    with duckdb.connect(str(folder / "serving.duckdb")) as serving:
        serving.execute("set timezone = 'UTC'")
        for table, change, _, _ in PLANTED.values():
            done = serving.execute(change.replace(" t ", f" {table} ", 1)).fetchone()
            assert done, change
            assert done[0] > 0, change
        for table in {table for table, *_ in PLANTED.values()}:
            file = folder / f"{table}.parquet"
            serving.execute(f"copy (select * from {table} order by all) to '{file}'")
            columns = [row[0] for row in serving.execute(f"describe {table}").fetchall()]
            hashes[table] = hash_relation(serving, table, columns)
    _write_manifest(folder, replace(manifest, mart_hashes=hashes, content_hash=combine(hashes)))
    return settings


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    rows = {}
    with duckdb.connect(str(folder / "serving.duckdb"), read_only=True) as serving:
        for (table,) in serving.execute("select table_name from duckdb_tables()").fetchall():
            counted = serving.execute(f'select count(*) from "{table}"').fetchone()
            rows[f"{table}.parquet"] = counted[0] if counted else 0
    rows["serving.duckdb"] = sum(rows.values())
    files = tuple(
        replace(file, rows=rows.get(file.name, 0), sha256=sha256_of(folder / file.name))
        for file in manifest.files
    )
    replace(manifest, files=files).write(folder)


@pytest.fixture(scope="module")
def named(altered: Settings) -> tuple[str, ...]:
    return rederive(read_release(altered)).differences


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_altered_is_named_with_both_values(named: tuple[str, ...], planted: str) -> None:
    _, _, where, what = PLANTED[planted]
    assert [line for line in named if line.startswith(where) and what in line]


def test_nothing_is_named_that_does_not_follow_from_what_was_altered(
    named: tuple[str, ...],
) -> None:
    """Of the measures judged on a share, only those that were altered and their composites."""
    shares = {
        line.split(" of ")[0].split(", ")[1]
        for line in named
        if "attainment:" in line and not line.startswith(FURTHER)
    }
    assert shares == {"dhcw_kr_1_2", "dhcw_kr_2_1", "dhcw_kpi_pl03"}


def test_the_command_says_what_differs_though_every_hash_is_right(
    altered: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VITALS_HOME", str(altered.home))
    result = CliRunner().invoke(app, ["verify-release"])
    assert result.exit_code == 1
    assert "norfolk_call_abandonment of norfolk in 2018-01, rag_status" in result.output
    assert "is whole: " in result.output
    assert "differences." in result.output


def test_a_release_from_before_a_column_says_which_statuses_are_not_judged(
    release: Release, tmp_path: Path
) -> None:
    folder = tmp_path / release.release_id
    shutil.copytree(release.folder, folder)
    file = folder / "dim_target_tiers.parquet"
    kept = pd.read_parquet(file).drop(columns="tier_rank")
    kept.to_parquet(file)
    found = rederive(Release(folder, release.manifest))
    reason = "dim_target_tiers of this release has no column tier_rank"
    assert found.differences == ()
    assert found.left_out.keys() == {reason}
    assert found.left_out[reason] > 0


@pytest.mark.parametrize(
    ("table", "column", "lost"),
    [
        ("fct_rule_changes", "is_never_in_force", "fct_measure_statuses"),
        ("dim_objective_types", "at_risk_red_checks", "fct_objective_statuses"),
        ("fct_unit_figures", "weighted_value", "fct_unit_figures"),
    ],
)
def test_a_release_without_a_column_is_not_judged_where_it_is_needed(
    release: Release, tmp_path: Path, table: str, column: str, lost: str
) -> None:
    folder = tmp_path / release.release_id
    folder.mkdir()
    for file in release.folder.glob("*.parquet"):
        (folder / file.name).symlink_to(file)
    file = folder / f"{table}.parquet"
    kept = pq.read_table(file).drop_columns([column])
    file.unlink()
    pq.write_table(kept, file)
    found = rederive(Release(folder, release.manifest))
    rows = {listed.name: listed.rows for listed in release.manifest.files}
    assert found.differences == ()
    assert found.left_out == {
        f"{table} of this release has no column {column}": rows[f"{lost}.parquet"]
    }


def test_a_release_without_a_table_says_so(release: Release, tmp_path: Path) -> None:
    folder = tmp_path / release.release_id
    folder.mkdir()
    gone = {"metric_figures", "fct_audit_events"}
    for file in release.folder.glob("*.parquet"):
        if file.stem not in gone:
            (folder / file.name).symlink_to(file)
    found = rederive(Release(folder, release.manifest))
    assert found.differences == ()
    assert found.left_out.keys() == {
        "the release has no metric_figures",
        "the release has no fct_audit_events",
    }


def test_what_cannot_be_read_is_a_difference_and_not_a_crash(
    release: Release, tmp_path: Path
) -> None:
    folder = tmp_path / release.release_id
    shutil.copytree(release.folder, folder)
    (folder / "dim_rag_rules.parquet").write_bytes(b"no table")
    (line,) = rederive(Release(folder, release.manifest)).differences
    assert line.startswith("fct_measure_statuses: it cannot be worked out again: Arrow")
    (folder / "dim_rag_rules.parquet").unlink()
    found = rederive(Release(folder, release.manifest))
    assert found.left_out.keys() == {"the release has no dim_rag_rules"}
