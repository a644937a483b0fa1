"""Nobody can be told by what is published: a person's key never leaves staging.

The sources' contracts say which raw columns are about a person (`is_personal`). Asked is the
warehouse of the shared run: names of its columns, and what stands in them.
"""

from __future__ import annotations

import re
from typing import Any

import duckdb
import pytest

from tests.architecture.conftest import Project
from tests.conftest import PipelineRun

OUTSIDE = ("intermediate", "marts", "seeds")
# A source of personal records; once it is there, the list of personal columns cannot be empty.
OF_PEOPLE = "hr"
# Shorter ones would be found anywhere: a grade, a year, a flag.
SHORTEST_KEY = 6
Personal = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def project(dbt_manifest: dict[str, Any]) -> Project:
    return Project(dbt_manifest)


@pytest.fixture(scope="module")
def personal(project: Project) -> Personal:
    """Source, table and column of everything that is about a person."""
    return [
        (source["source_name"], source["name"], column["name"])
        for source in project.manifest["sources"].values()
        for column in source["columns"].values()
        if {**column.get("meta", {}), **column.get("config", {}).get("meta", {})}.get("is_personal")
    ]


def names_in_staging(project: Project, personal: Personal) -> set[str]:
    """What the columns are called, by the source and by the staging models that rename them."""
    found = {column for _, _, column in personal}
    for model in project.in_layer("staging"):
        read = {
            column
            for source, table, column in personal
            if f"source.vital_signs.{source}.{table}" in model.reads
        }
        for column in read:
            found |= set(re.findall(rf"\b{column}\b[^,\n]*\bas (\w+)", model.sql))
    return found


def columns_outside(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    """Schema, relation, column and type of everything that staging hands on."""
    return warehouse.execute(
        "select table_schema, table_name, column_name, data_type"
        " from information_schema.columns where table_schema in $1 order by all",
        [OUTSIDE],
    ).fetchall()


def places_of_keys(
    warehouse: duckdb.DuckDBPyConnection, run: PipelineRun, personal: Personal
) -> list[tuple[str, str, str]]:
    """Where outside staging a text is what stands in a personal column of the raw rows."""
    warehouse.execute("create temp table person_keys (person_key varchar)")
    for source, table, column in personal:
        files = f"{run.settings.raw}/{source}/loads/*/{table}/*.parquet"
        warehouse.execute(
            f'insert into person_keys select distinct "{column}" from read_parquet($1)'
            f' where length("{column}") >= $2',
            [files, SHORTEST_KEY],
        )
    found = []
    for schema, relation, column, kind in columns_outside(warehouse):
        is_there = (
            kind == "VARCHAR"
            and warehouse.execute(
                f'select 1 from "{schema}"."{relation}"'
                f' where "{column}" in (select person_key from person_keys) limit 1'
            ).fetchone()
        )
        if is_there:
            found.append((schema, relation, column))
    return found


def test_sources_about_people_say_so(project: Project, personal: Personal) -> None:
    sources = {source["source_name"] for source in project.manifest["sources"].values()}
    assert personal or OF_PEOPLE not in sources


def test_no_relation_outside_staging_has_a_column_about_a_person(
    warehouse: duckdb.DuckDBPyConnection, project: Project, personal: Personal
) -> None:
    columns = columns_outside(warehouse)
    assert columns
    forbidden = names_in_staging(project, personal)
    assert [place for place in columns if place[2] in forbidden] == []


def test_no_person_s_key_stands_in_any_text_outside_staging(
    warehouse: duckdb.DuckDBPyConnection, pipeline_run: PipelineRun, personal: Personal
) -> None:
    """Under another name, as a rejected value, as a record's number: nowhere."""
    assert places_of_keys(warehouse, pipeline_run, personal) == []


def test_the_search_finds_what_it_looks_for(
    warehouse: duckdb.DuckDBPyConnection, pipeline_run: PipelineRun, project: Project
) -> None:
    """An incident's id and number are no secret: as if they were a person's, they are found."""
    numbers = [("servicenow", "incident", "number")]
    assert names_in_staging(project, numbers) == {"number", "incident_number"}
    found = places_of_keys(warehouse, pipeline_run, numbers)
    assert ("intermediate", "int_incidents_judged", "record_id") in found
    assert ("marts", "fct_rejected_records", "record_id") in found
