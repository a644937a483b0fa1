"""The two readers of seeds/_*__seeds.yml agree: what `vitals check` finds in the files of a faulty
catalogue, dbt's tests find in the loaded tables, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from orchestration.catalogue.check import check_catalogue
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.dbt import build_arguments, invoke_dbt, target_folder

# Each replaces one text that stands once in a seed; together they break every kind of promise.
FAULTS = [
    ("rag_rules", "variance_5,1,red,variance_pct,,0.05,", "variance_5,1,red,variance_pct,,0.06,"),
    (
        "rag_rules",
        "variance_0_10,1,amber,variance_pct,,0,0.10",
        "variance_0_10,1,amber,variance_pct,,-1,0.10",
    ),
    (
        "rag_rules",
        "zero_tolerance,1,green,value,,0,0,true",
        "zero_tolerance,1,green,value,,0,0,false",
    ),
    ("rag_rules", "tiers,1,red,tier,,,1,", "tiers,1,red,tier,,0,1,"),
    ("posts", "norfolk_service_delivery_analyst,norfolk", "norfolk_analyst,norfolk"),
    ("exception_rules", "overdue,8,Overdue", "overdue,,Overdue"),
    ("finding_types", "Source not connected,info", "Source not connected,grave"),
    ("tiers", "breakthrough,4", "aspirational,4"),
    ("reporting_windows", "dhcw,week,2024-04-01,2026-03-31", "dhcw,week,2024-04-01,2023-03-31"),
    ("reporting_windows", "dhcw,day,", "dhcw,term,"),
    ("target_points", "dhcw_kpi_fn03_2025", "dhcw_kpi_fn04_2025"),
    ("targets", "99.95% uptime,2025-03-31,,flat", "99.95% uptime,2025-03-31,,stepped"),
    ("scorecards", "norfolk,Norfolk IMT", "norfolk_x,Norfolk IMT"),
    ("source_codes", "Closed,resolved closed", 'Closed,"resolved, closed"'),
    ("source_codes", "Cancelled,cancelled", "Cancelled,Cancelled"),
]
SECOND_TARGET = (
    "norfolk_again,900,,norfolk_call_abandonment,norfolk,,,9,,,,2017-01-01,2016-01-01,flat,,"
    "2017-01-01,,2018-03-06 00:00:00,,,,\n"
)
OWN_TARGET = (
    "dhcw_own,900,,dhcw_kr_2_3,dhcw,,,1,,,,2025-03-31,,flat,,2025-04-01,,2025-03-31 00:00:00,,,,\n"
)


@pytest.fixture
def faulty(tmp_path: Path) -> Settings:
    """The project's seeds with faults, and just what dbt needs to load and test them."""
    root = tmp_path / "project"
    for folder in ("seeds", "dbt_project/macros", "tests/dbt/generic"):
        shutil.copytree(PROJECT_ROOT / folder, root / folder)
    for file in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT_ROOT / file, root / file)
    for name, text, replacement in FAULTS:
        path = root / "seeds" / f"{name}.csv"
        content = path.read_text(encoding="utf-8")
        assert text in content, (name, text)
        path.write_text(content.replace(text, replacement), encoding="utf-8")
    with (root / "seeds" / "targets.csv").open("a", encoding="utf-8") as file:
        file.write(SECOND_TARGET + OWN_TARGET)
    return Settings(root=root, home=tmp_path / "home")


def faults_found_by_dbt(settings: Settings) -> Counter[str]:
    arguments = build_arguments(settings, None, select="resource_type:seed resource_type:test")
    assert not invoke_dbt(settings, settings.builds / "faulty", arguments)
    target = target_folder(settings)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert not [result for result in results if result["status"] == "error"]
    found: Counter[str] = Counter()
    for result in results:
        if result["failures"]:
            seed = manifest["nodes"][result["unique_id"]]["attached_node"]
            found[manifest["nodes"][seed]["original_file_path"]] += result["failures"]
    return found


def test_files_and_tables_are_held_to_the_same_promises(faulty: Settings) -> None:
    by_file = Counter(fault.file for fault in check_catalogue(faulty.root / "seeds"))
    assert len(by_file) >= 10
    assert by_file == faults_found_by_dbt(faulty)
