"""What Metabase's questions answer, asked of a real PostgreSQL, is what was counted independently.

Metabase itself is not there: its variables are put into the SQL here as its documentation says, an
optional clause without its variable left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import psycopg
import pytest

from orchestration.metrics.metric import Scope
from orchestration.metrics.released import read_metrics
from orchestration.publish.datapackage import read_tables
from orchestration.publish.metabase.dashboards import read_content
from orchestration.publish.metabase.questions import metric_questions
from orchestration.publish.release import Release
from tests.support.metric_recount import agree, parquet_of, recount, span_of
from tests.support.postgres import Postgres, fresh_database
from tests.support.published import account, publish, session_of

SPANS = {"month": "month", "fiscal quarter": "fiscal_quarter", "fiscal year": "fiscal_year"}


@pytest.fixture(scope="module")
def database(postgres_server: Path, release: Release) -> Iterator[Postgres]:
    with fresh_database(postgres_server) as made:
        publish(made, release)
        yield made


@pytest.fixture(scope="module")
def server(database: Postgres) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.admin) as connection:
        yield connection


def compiled(sql: str, variables: dict[str, str]) -> str:
    """The SQL that Metabase runs for these values of its variables."""

    def clause(found: re.Match[str]) -> str:
        named = set(re.findall(r"{{(\w+)}}", found.group(1)))
        return found.group(1) if named <= variables.keys() else ""

    kept = re.sub(r"\[\[(.*?)\]\]", clause, sql)
    return re.sub(r"{{(\w+)}}", lambda found: f"'{variables[found.group(1)]}'", kept)


@pytest.mark.parametrize("span", SPANS)
def test_every_question_is_what_was_counted_independently(
    server: psycopg.Connection, release: Release, span: str
) -> None:
    grain = SPANS[span]
    expected: dict[tuple[str, str, str], Fraction] = {}
    for (name, whose, _, label), figure in recount(parquet_of(release.folder), [grain]).items():
        # Counts are recounted by scorecard; units' figures are shown by the unit's name.
        by_unit = name.endswith("_by_unit")
        key = (name, _unit_name(server, whose) if by_unit else "", label)
        expected[key] = expected.get(key, Fraction(0)) + figure
    questions, refused = metric_questions(
        read_metrics(release.folder), read_tables(release.folder), None
    )
    assert refused == ()
    answered = {}
    for entry in questions:
        rows = server.execute(compiled(entry.question.sql, {"span": span})).fetchall()
        is_by_unit = entry.metric.scope is Scope.UNITS
        for label, *unit, figure in rows:
            if figure is not None:
                answered[entry.metric.name, unit[0] if is_by_unit else "", label] = figure
    assert answered.keys() == expected.keys()
    wrong = {key: it for key, it in answered.items() if not agree(it, expected[key])}
    assert not wrong


def _unit_name(server: psycopg.Connection, unit_id: str) -> str:
    asked = "select name from bi.dim_organisation_units where organisation_unit_id = %s"
    ((name,),) = server.execute(asked, [unit_id]).fetchall()
    return str(name)


def test_days_cut_the_span_at_both_ends_inclusively(
    server: psycopg.Connection, release: Release
) -> None:
    questions, _ = metric_questions(read_metrics(release.folder), read_tables(release.folder), None)
    sql = next(it.question.sql for it in questions if it.metric.name == "escalations")
    days = [row[0] for row in server.execute("select triggered_on_date from bi.fct_escalations")]
    first, last = sorted(set(days))[1], sorted(set(days))[-2]
    assert first < last
    values = {"span": "fiscal year", "from_day": str(first), "to_day": str(last)}
    answered = dict(server.execute(compiled(sql, values)).fetchall())
    expected: dict[str, int] = {}
    for day in days:
        if first <= day <= last:
            year = span_of(date.fromisoformat(str(day)), "fiscal_year")
            expected[year] = expected.get(year, 0) + 1
    assert answered == expected


def test_each_board_lists_the_latest_status_of_each_measure_with_its_letter(
    server: psycopg.Connection, release: Release
) -> None:
    content, _ = read_content(release.folder, None)
    asked = [it for it in content.questions if it.key.endswith("/statuses")]
    assert len(asked) == len(content.dashboards)
    told = [row for question in asked for row in server.execute(question.sql).fetchall()]
    ((measures,),) = server.execute(
        "select count(distinct measure_id) from bi.rpt_latest_statuses "
        "where organisation_unit_id = scorecard_id"
    ).fetchall()
    assert len(told) == measures
    assert {row[6] for row in told} <= {"G Green", "A Amber", "R Red", "– No status"}  # noqa: RUF001
    assert all(row[7] for row in told)


def test_a_connection_with_memberships_asks_every_question_and_sees_its_own(
    database: Postgres, release: Release
) -> None:
    user = account(database, "metabase_of_dhcw", "bi_reader")
    database.do(
        "insert into bi_access.memberships (user_name, scorecard_id, audience_level, "
        "valid_from_date) values ('metabase_of_dhcw', 'dhcw', 'executive', '2020-01-01')"
    )
    content, _ = read_content(release.folder, None)
    seen: dict[str, int] = {}
    with session_of(database, user) as connection:
        for question in content.questions:
            rows = connection.execute(compiled(question.sql, {"span": "month"})).fetchall()
            seen[question.collection] = seen.get(question.collection, 0) + len(rows)
    assert seen.pop("collection/dhcw") > 0
    assert seen.pop("collection/counts") > 0
    assert set(seen.values()) == {0}
