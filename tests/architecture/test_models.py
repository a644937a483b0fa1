"""What every model owes its readers: words, a contract, tests, and SQL that can be read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
import yaml

from orchestration.settings import PROJECT_ROOT
from tests.architecture.conftest import Model, Project

STAGING_LINES = 40
OTHER_LINES = 120
# Longer ones and why: a face names every column of its seed, one a line; this seed has fifty.
LONGER = {"stg_reference__measures": 80}
# A clock would make yesterday's picture unrepeatable: `as_of` is a variable.
CLOCKS = (
    "now",
    "current_date",
    "current_timestamp",
    "current_localtimestamp",
    "get_current_timestamp",
    "localtimestamp",
    "today",
    "transaction_timestamp",
)
FLOATS = ("double", "double precision", "float", "float4", "float8", "real")
# What only DuckDB knows; each belongs into a dispatched macro.
DUCKDB_ONLY = (
    "arg_max",
    "arg_min",
    "date_part",
    "epoch",
    "epoch_ms",
    "generate_series",
    "list_aggregate",
    "list_transform",
    "list_value",
    "make_date",
    "make_timestamp",
    "printf",
    "read_csv",
    "read_parquet",
    "regexp_extract",
    "regexp_full_match",
    "regexp_matches",
    "string_agg",
    "strftime",
    "string_split",
    "strptime",
    "struct_pack",
    "time_bucket",
    "try_strptime",
    "unnest",
)
KEY_TESTS = ("unique", "is_unique_combination", "keeps_its_declaration")
# A rejected row may be the copy of another one, and both are shown.
KEYLESS = ("fct_rejected_records",)
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/|\{#.*?#\}", re.DOTALL)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
TEXT = re.compile(r"'(?:[^']|'')*'")


def statement(sql: str) -> str:
    """The SQL itself: without comments, Jinja and text in quotes."""
    return TEXT.sub("''", JINJA.sub(" ", COMMENT.sub(" ", sql))).lower()


def called(sql: str, names: tuple[str, ...]) -> set[str]:
    """Which of these functions the SQL calls."""
    text = statement(sql)
    return {name for name in names if re.search(rf"\b{name}\s*\(", text)}


def sql_files() -> Iterator[tuple[str, str]]:
    """Models and tests, each with its path."""
    for folder in ("dbt_project/models", "tests/dbt"):
        for file in sorted((PROJECT_ROOT / folder).rglob("*.sql")):
            yield str(file.relative_to(PROJECT_ROOT)), file.read_text(encoding="utf-8")


def test_every_model_is_described_in_the_yaml_of_its_folder(project: Project) -> None:
    wrong = [
        model.name
        for model in project.models
        if not model.node["description"]
        or not re.search(
            rf"/{model.folder}/_({model.folder}__models|\w+__measures)\.yml$",
            str(model.node["patch_path"] or ""),
        )
    ]
    assert wrong == []


def test_every_mart_s_first_line_ends_with_its_grain(project: Project) -> None:
    wrong = [
        model.name
        for model in project.in_layer("marts")
        if not re.search(r"Grain: [^.\n]+\.$", _first_line(model))
    ]
    assert wrong == []


def test_every_mart_keeps_a_contract(project: Project) -> None:
    marts = project.in_layer("marts")
    assert [m.name for m in marts if not m.node["config"]["contract"]["enforced"]] == []
    undescribed = [
        f"{mart.name}.{column['name']}"
        for mart in marts
        for column in mart.node["columns"].values()
        if not column["description"] or not column["data_type"]
    ]
    assert undescribed == []


def test_every_mart_has_a_key_that_is_tested(project: Project) -> None:
    keyed = {
        test["attached_node"]
        for test in project.manifest["nodes"].values()
        if test["resource_type"] == "test"
        and (test.get("test_metadata") or {}).get("name") in KEY_TESTS
    }
    marts = [mart for mart in project.in_layer("marts") if mart.name not in KEYLESS]
    assert [mart.name for mart in marts if mart.node["unique_id"] not in keyed] == []


def test_every_mart_has_an_owner_that_is_a_team(project: Project) -> None:
    wrong = [m.name for m in project.in_layer("marts") if not m.node["config"]["meta"].get("owner")]
    assert wrong == []


def test_every_mart_serves_an_exposure(project: Project) -> None:
    """Directly, or through a reporting mart that reads it."""
    exposed = {
        node
        for exposure in project.manifest["exposures"].values()
        for node in exposure["depends_on"]["nodes"]
    }
    reports = [m for m in project.in_layer("marts") if m.folder == "reporting"]
    served = exposed | {read for report in reports for read in report.reads}
    assert [m.name for m in project.in_layer("marts") if m.node["unique_id"] not in served] == []


def test_every_metric_serves_an_exposure(project: Project) -> None:
    exposures = project.manifest["exposures"].values()
    served = {node for exposure in exposures for node in exposure["depends_on"]["nodes"]}
    metrics = project.manifest["metrics"]
    assert [metric["name"] for key, metric in metrics.items() if key not in served] == []


def test_every_exposure_is_owned_and_described(project: Project) -> None:
    exposures = project.manifest["exposures"].values()
    wrong = [e["name"] for e in exposures if not e["description"] or not e["owner"].get("name")]
    assert wrong == []


def test_singular_tests_with_several_parents_say_whose_check_they_are(project: Project) -> None:
    wrong = [
        node["name"]
        for node in project.manifest["nodes"].values()
        if node["resource_type"] == "test"
        and node.get("test_metadata") is None
        and len(set(node["depends_on"]["nodes"])) > 1
        and not node["config"]["meta"].get("dagster", {}).get("ref")
    ]
    assert wrong == []


def test_models_are_short(project: Project) -> None:
    wrong = {
        model.name: lines
        for model in project.models
        if (lines := len(model.sql.splitlines()))
        > LONGER.get(model.name, STAGING_LINES if model.layer == "staging" else OTHER_LINES)
    }
    assert wrong == {}


def test_models_end_as_all_others_do(project: Project) -> None:
    """Steps with names, then `final`, then nothing but it; one-step faces and unions are exempt."""
    wrong = [
        model.name
        for model in project.models
        if "with " in statement(model.sql)
        and not re.search(r"select \*\s+from final\s*$", statement(model.sql).strip())
    ]
    assert wrong == []


@pytest.mark.parametrize("what", ["clock", "float", "duckdb"])
def test_sql_is_free_of(what: str) -> None:
    wrong = {path: found for path, sql in sql_files() if (found := _found(what, sql))}
    assert wrong == {}


def test_divisions_are_the_macro_s() -> None:
    assert [path for path, sql in sql_files() if re.search(r"\s/\s", statement(sql))] == []


def _found(what: str, sql: str) -> set[str]:
    text = statement(sql)
    if what == "clock":
        bare = {n for n in ("current_date", "current_timestamp", "localtimestamp") if n in text}
        return called(sql, CLOCKS) | bare
    if what == "float":
        return {name for name in FLOATS if re.search(rf"(\bas|::)\s*{name}\b", text)}
    return called(sql, DUCKDB_ONLY)


def _first_line(model: Model) -> str:
    return (
        str(model.node["description"]).strip().splitlines()[0] if model.node["description"] else ""
    )


def test_unit_tests_of_the_colours_use_the_catalogue_s_rules() -> None:
    """A threshold that changes in the seed changes the boundaries that are tested."""
    folder = PROJECT_ROOT / "dbt_project" / "models" / "intermediate" / "assessment"
    text = (folder / "_assessment__unit_tests.yml").read_text(encoding="utf-8")
    with (PROJECT_ROOT / "seeds" / "rag_rules.csv").open(encoding="utf-8", newline="") as file:
        catalogue = list(csv.DictReader(file))
    newest = {
        row["rag_profile_id"]: row["version"]
        for row in sorted(catalogue, key=lambda row: int(row["version"]))
    }
    catalogue = [row for row in catalogue if row["version"] == newest[row["rag_profile_id"]]]
    given = next(
        list(csv.DictReader(source["rows"].splitlines()))
        for test in yaml.safe_load(text)["unit_tests"]
        for source in test["given"]
        if source["input"] == "ref('int_rag_rules_dated')"
    )
    ranges = [{name: row[name] for name in catalogue[0] if name != "version"} for row in given]
    wanted = [{name: row[name] for name in row if name != "version"} for row in catalogue]
    assert [row for row in ranges if row["rag_profile_id"] != "changed"] == wanted


def test_unit_tests_of_the_control_charts_use_the_profiles_as_they_ship() -> None:
    """A difference between the tools that changes in the seed changes what is tested; dates alone
    (int_spc_profiles_dated) can be tested on any."""
    folder = PROJECT_ROOT / "dbt_project" / "models" / "intermediate" / "spc"
    text = (folder / "_spc__unit_tests.yml").read_text(encoding="utf-8")
    catalogue = (PROJECT_ROOT / "seeds" / "spc_profiles.csv").read_text(encoding="utf-8")
    given = {
        source["rows"]
        for test in yaml.safe_load(text)["unit_tests"]
        if test["model"] != "int_spc_profiles_dated"
        for source in test["given"]
        if source["input"] == "ref('stg_reference__spc_profiles')"
    }
    assert given == {catalogue}
