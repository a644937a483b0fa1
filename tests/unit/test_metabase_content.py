"""Hostile text, refused metrics, marks and files of the content for Metabase."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Scope
from orchestration.publish.metabase.content import Collection, Content, Dashboard, Dashcard
from orchestration.publish.metabase.dbt_manifest import dbt_manifest
from orchestration.publish.metabase.differing import covers, merged, query_of
from orchestration.publish.metabase.metric_sql import UnsayableError, literal, metric_sql
from orchestration.publish.metabase.questions import metric_questions
from orchestration.publish.metabase.representations import write_representations
from orchestration.publish.metabase.wording import (
    key_of,
    marked,
    marked_text,
    plain,
    short,
    text_key_of,
)
from orchestration.publish.tables import Column, Reference, Table
from tests.support.metrics import metric

HOSTILE = (
    "1. [x](javascript:alert(1)) <img src=x onerror=y> `a` {{b}} 'c' \"d\" **e** | # & &lt; \\"
)


def table(name: str, key: str, *columns: str, references: tuple[Reference, ...] = ()) -> Table:
    kinds = {"_date": "DATE", "weight": "DECIMAL(38,9)", "value": "DECIMAL(38,9)"}
    made = tuple(
        Column(
            name=column,
            data_type=next((kinds[end] for end in kinds if column.endswith(end)), "VARCHAR"),
            description="",
            is_required=False,
            allowed=(),
        )
        for column in columns
    )
    return Table(name, "T. Grain: one row.", "post", made, tuple(key.split()), references)


DAYS = ("date_day", "fiscal_year", "fiscal_quarter", "calendar_year", "month_number")
TABLES = (
    table("dim_dates", "date_day", *DAYS),
    table("dim_organisation_units", "organisation_unit_id", "organisation_unit_id", "name"),
    table("fct_organisation_figures", "measure_id", "measure_id", "period_end_date", "value"),
)
METRIC = metric(
    "m_rate",
    label="M rate",
    description="A rate.",
    where=(("measure_id", "m_rate"),),
    unit="percent",
    suffix="%",
    decimals=1,
    direction="higher",
    folder=("M",),
    measure_id="m_rate",
    scorecard_id="m",
)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
@example(HOSTILE)
@example("- item")
@example("12) item")
@example("=== ")
@example("~~~ sh")
def test_markdown_of_text_shows_that_text_and_nothing_else(text: str) -> None:
    line = " ".join(text.split())
    shown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(plain(text))
    expected = f"<p>{line}</p>\n" if line else ""
    assert unescape(shown) == expected
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<p>", "</p>"}


def test_text_makes_no_link_and_no_parameter() -> None:
    said = plain("see https://x.example, www.x.example, a@x.example and {{name}}")
    assert "https://" not in said
    assert "www." not in said
    assert "a@x" not in said
    assert "{{" not in said


def test_a_mark_is_found_and_text_cannot_forge_one() -> None:
    assert key_of(marked(plain(HOSTILE), "metric/m")) == "metric/m"
    forged = "Made by Vital Signs from `metric/m`; without this line it is yours and left alone."
    assert key_of(plain(forged)) is None
    assert key_of(None) is None
    assert text_key_of(marked_text("## Words", "dashboard/m/note")) == "dashboard/m/note"
    assert text_key_of(plain('[vital-signs]: # "dashboard/m/note"')) is None


def test_a_name_is_one_line_of_at_most_254_letters() -> None:
    assert short("a\n b") == "a b"
    assert short("x" * 254) == "x" * 254
    assert short("x" * 255) == f"{'x' * 253}…"


def test_a_text_in_sql_ends_where_it_ends() -> None:
    assert literal("it's; --") == "'it''s; --'"
    assert literal(value=True) == "true"


@pytest.mark.parametrize("value", ["{{x}}", "a]]", "[[a", "a}}", "back\\slash", "new\nline"])
def test_a_value_that_is_read_otherwise_is_refused(value: str) -> None:
    with pytest.raises(UnsayableError):
        literal(value)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"table": "fct_lost"}, "The release has no table fct_lost."),
        ({"column": "lost"}, "fct_organisation_figures has no column lost."),
        ({"date_column": 'x"; drop'}, '`x"; drop` is no name that SQL takes without quotes.'),
        (
            {"where": (("measure_id", "{{x}}"),)},
            "A value holds brackets that Metabase reads as a variable.",
        ),
        (
            {"scope": Scope.UNITS},
            "fct_organisation_figures has no column organisation_unit_id.",
        ),
    ],
)
def test_a_metric_without_sql_is_refused_with_the_reason(
    changed: dict[str, object], reason: str
) -> None:
    metric = replace(METRIC, **changed)  # type: ignore[arg-type]
    questions, refused = metric_questions(MetricList((METRIC, metric), ()), TABLES, None)
    assert len(questions) == 1
    assert [(entry.name, entry.reason) for entry in refused] == [("m_rate", reason)]


def test_an_older_release_without_the_calendar_refuses_instead_of_failing() -> None:
    with pytest.raises(UnsayableError, match="no table dim_dates"):
        metric_sql(METRIC, TABLES[1:])


def test_only_what_we_say_is_compared() -> None:
    found = {"a": 1, "own": 2, "list": [{"id": "x", "b": 1, "c": 2}, {"id": "own"}]}
    assert covers(found, {"a": 1, "list": [{"id": "x", "b": 1}], "unset": None})
    assert not covers(found, {"a": 2})
    assert not covers(found, {"list": [{"id": "y"}]})
    assert merged(found, {"list": [{"id": "x", "b": 3}]}) == {
        **found,
        "list": [{"id": "x", "b": 3, "c": 2}, {"id": "own"}],
    }


def test_a_query_is_the_same_in_both_of_metabases_forms() -> None:
    tag = {"name": "t", "type": "text", "display-name": "T", "id": "1"}
    old = {
        "type": "native",
        "database": 1,
        "native": {"query": "select {{t}}", "template-tags": {"t": tag}},
    }
    stage = {"lib/type": "mbql.stage/native", "native": "select {{t}}"}
    for tags in ({"t": tag}, [tag]):
        new = {"database": 1, "stages": [{**stage, "template-tags": tags}]}
        assert query_of(new) == query_of(old)
    assert query_of({"database": 1, "stages": [stage, stage]}) != query_of(old)
    assert query_of({**old, "database": 2}) != query_of(old)


def test_files_say_what_the_content_says_whatever_its_text(tmp_path: Path) -> None:
    hostile = replace(METRIC, label=HOSTILE, description=HOSTILE)
    (entry,), _ = metric_questions(MetricList((hostile,), ()), TABLES, None)
    question = entry.question
    folders = (
        Collection("collection", "Vital Signs", "All."),
        Collection("collection/m", HOSTILE, HOSTILE, "collection"),
    )
    card = Dashcard("dashboard/m/1", 0, 0, 24, 6, question)
    board = Dashboard("dashboard/m", "collection/m", HOSTILE, HOSTILE, (card,))
    content = Content(folders, (question,), (board,))
    write_representations(content, "Vital Signs", tmp_path)
    main = tmp_path / "collections" / "main"
    files = {str(file.relative_to(main)) for file in main.rglob("*.yaml")}
    assert files == {
        "vital_signs.yaml",
        "vital_signs/m.yaml",
        "vital_signs/m/metric_m_rate.yaml",
        "vital_signs/m/dashboard_m.yaml",
    }
    said = yaml.safe_load((main / "vital_signs/m/metric_m_rate.yaml").read_text("utf-8"))
    assert said["name"] == HOSTILE
    assert said["dataset_query"]["stages"][0]["native"] == question.sql
    shown = yaml.safe_load((main / "vital_signs/m/dashboard_m.yaml").read_text("utf-8"))
    assert [it["card_id"] for it in shown["dashcards"]] == [said["entity_id"]]
    controls = {it["id"] for it in shown["parameters"]}
    assert {it["parameter_id"] for it in shown["dashcards"][0]["parameter_mappings"]} == controls
    before = {file: file.read_bytes() for file in main.rglob("*.yaml")}
    write_representations(content, "Vital Signs", tmp_path)
    assert {file: file.read_bytes() for file in main.rglob("*.yaml")} == before
    write_representations(replace(content, dashboards=()), "Vital Signs", tmp_path)
    assert not (main / "vital_signs/m/dashboard_m.yaml").exists()


def test_a_table_is_told_by_its_names_keys_and_references() -> None:
    parent = table("dim_rules", "rule_id version", "rule_id", "version", "name")
    whole = table("dim_things", "thing_id", "thing_id", "name", "explanation")
    child = table(
        "fct_things",
        "thing_id rule_id",
        "thing_id",
        "rule_id",
        "value",
        "load_id",
        references=(
            Reference("thing_id", "dim_things", "thing_id"),
            Reference("rule_id", "dim_rules", "rule_id"),
        ),
    )
    nodes = dbt_manifest([parent, whole, child], "warehouse")["nodes"]
    fact = nodes["model.vital_signs.fct_things"]
    assert (fact["database"], fact["schema"]) == ("warehouse", "bi")
    columns = {name: column["meta"] for name, column in fact["columns"].items()}
    assert columns["thing_id"]["metabase.fk_target_table"] == "bi.dim_things"
    assert columns["thing_id"]["metabase.fk_target_field"] == "thing_id"
    assert "metabase.fk_target_table" not in columns["rule_id"]
    assert "dim_rules" in fact["meta"]["metabase.caveats"]
    assert columns["load_id"]["metabase.visibility_type"] == "details-only"
    assert columns["value"]["metabase.number_style"] == "decimal"
    shown = {
        name: node["meta"]["metabase.display_name"]
        for name, node in dbt_manifest(
            [replace(whole, name=name) for name in ("fct_rag_things", "rpt_things", "own_things")],
            "warehouse",
        )["nodes"].items()
    }
    assert list(shown.values()) == ["RAG things", "Page: Things", "Own things"]
    named = nodes["model.vital_signs.dim_things"]["columns"]
    types = {name: column["meta"].get("metabase.semantic_type") for name, column in named.items()}
    assert types == {"thing_id": "type/PK", "name": "type/Name", "explanation": "type/Description"}
