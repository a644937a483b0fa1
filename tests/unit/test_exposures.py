"""Exposures: as written as they follow from what uses the tables, and none forgotten."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.publish.exposures import exposure_files
from orchestration.publish.site.writing import page_specifications
from orchestration.settings import PROJECT_ROOT
from orchestration.yaml_files import read_yaml

FILES = exposure_files(PROJECT_ROOT)
ADDRESS = "dbt_project/models/marts/_exports__exposures.yml"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_of_exposures_says_what_follows_from_the_code(file: Path) -> None:
    """Otherwise: `vitals metrics generate`."""
    assert file.read_text(encoding="utf-8") == FILES[file]


def test_every_page_is_an_exposure_with_its_sections() -> None:
    exposures = [e for file in FILES for e in read_yaml(file)["exposures"]]
    told = [(e["config"]["meta"], e) for e in exposures]
    # Each says of what it is worked out.
    assert [e["name"] for meta, e in told if not {"page", "marts", "code"} & meta.keys()] == []
    pages = {meta["page"]: e for meta, e in told if "page" in meta}
    specified = page_specifications(PROJECT_ROOT / "reports")
    assert sorted(pages) == sorted(page["page"] for page in specified)
    front = pages["front"]["config"]["meta"]
    assert front["sections"] == [
        "Needs attention now",
        "Scorecards",
        "What changed",
        "What went well",
    ]
    # The front page's own query of exceptions reads the mart, not a table beside it.
    assert "ref('rpt_current_exceptions')" in pages["front"]["depends_on"]
    assert "ref('fct_sign_offs')" not in pages["front"]["depends_on"]


def test_an_export_depends_on_the_tables_its_code_names_and_on_every_metric(tmp_path: Path) -> None:
    for part in ("dbt_project/models/marts", "reports"):
        shutil.copytree(PROJECT_ROOT / part, tmp_path / part)
    code = tmp_path / "orchestration" / "publish" / "excel"
    code.mkdir(parents=True)
    (code / "sheets.py").write_text('TABLES = ("fct_decisions", "no_such_mart")\n')
    semantic = tmp_path / "dbt_project" / "models" / "semantic"
    semantic.mkdir(exist_ok=True)
    for kept in semantic.glob("*.yml"):
        kept.unlink()
    (semantic / "made.yml").write_text("metrics: [{name: zeta}, {name: alpha}]\n")
    exposures = read_text(exposure_files(tmp_path)[tmp_path / ADDRESS], tmp_path)
    assert exposures["excel_workbook"] == [
        "ref('fct_decisions')",
        "metric('alpha')",
        "metric('zeta')",
    ]
    assert "ref('pack_packs')" in exposures["postgresql"]


def read_text(text: str, folder: Path) -> dict[str, list[str]]:
    file = folder / "exposures.yml"
    file.write_text(text, encoding="utf-8")
    return {e["name"]: e["depends_on"] for e in read_yaml(file)["exposures"]}
