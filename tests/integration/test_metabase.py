"""A release in a stand-in of Metabase: twice, beside people's own work, and when things go wrong.

Whether a question's SQL gives the right figure is test_metabase_figures.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from typer.testing import CliRunner as TyperRunner

from orchestration.cli import app
from orchestration.metrics.released import read_metrics
from orchestration.publish.datapackage import read_tables
from orchestration.publish.metabase.api import MetabaseApi, MetabaseError
from orchestration.publish.metabase.content import Content, Dashboard
from orchestration.publish.metabase.dashboards import read_content
from orchestration.publish.metabase.dbt_manifest import dbt_manifest
from orchestration.publish.metabase.publishing import Outcome, publish_content
from orchestration.publish.metabase.wording import key_of
from orchestration.publish.release import Release
from tests.conftest import PipelineRun
from tests.support.stub_metabase import ENGINE, KEY, StubMetabase
from tests.support.stub_metabase_http import metabase

# Two of six: dbt-metabase asks for each question twice.
COLLECTIONS = ("Norfolk IMT vital signs", "Counts")
SITE = "https://pages.example/vitals/"


@pytest.fixture(scope="module")
def content(release: Release) -> Content:
    return read_content(release.folder, SITE)[0]


@pytest.fixture(scope="module")
def little(content: Content) -> Content:
    """One scorecard's board with the first five of its questions."""
    board = content.dashboards[0]
    cards = board.cards[:6]
    questions = tuple(card.question for card in cards if card.question)
    collections = tuple(
        entry for entry in content.collections if entry.key in {"collection", board.collection}
    )
    return Content(collections, questions, (replace(board, cards=cards),))


@pytest.fixture(params=[True, False], ids=["new", "old"])
def stub(request: pytest.FixtureRequest) -> Iterator[StubMetabase]:
    with metabase(StubMetabase(is_new=request.param)) as found:
        yield found


def publish(stub: StubMetabase, content: Content) -> Outcome:
    stub.writes.clear()
    with MetabaseApi(stub.url, KEY) as api:
        return publish_content(api, content, "Vital Signs")


def of_key(entries: dict[int, dict[str, Any]], key: str) -> dict[str, Any]:
    (found,) = [entry for entry in entries.values() if key_of(entry["description"]) == key]
    return found


def test_every_metric_is_a_question_or_refused(release: Release) -> None:
    content, generation = read_content(release.folder, SITE)
    metrics = read_metrics(release.folder)
    assert generation.unaccounted(metrics) == ()
    assert generation.refused == ()
    asked = {question.key for question in content.questions}
    assert {f"metric/{metric.name}" for metric in metrics.metrics} <= asked
    scorecards = {metric.scorecard_id for metric in metrics.metrics if metric.scorecard_id}
    assert {board.key for board in content.dashboards} == {f"dashboard/{it}" for it in scorecards}


def test_a_whole_release_is_published_and_a_second_time_changes_nothing(content: Content) -> None:
    with metabase(StubMetabase()) as stub:
        made = publish(stub, content)
        assert made.created == sum(
            len(part) for part in (content.collections, content.questions, content.dashboards)
        )
        assert len(stub.cards) == len(content.questions)
        boards = {key_of(board["description"]): board for board in stub.dashboards.values()}
        for board in content.dashboards:
            assert len(boards[board.key]["dashcards"]) == len(board.cards)
        again = publish(stub, content)
        assert stub.writes == []
        assert (again.created, again.updated, again.unchanged) == (0, 0, made.created)
        assert again.left_over == []


def test_a_question_links_to_its_passport(content: Content, stub: StubMetabase) -> None:
    publish(stub, replace(content, questions=content.questions, dashboards=()))
    question = of_key(stub.cards, "metric/norfolk_my_norfolk_accounts")
    assert f"]({SITE}passports/norfolk_my_norfolk_accounts.html)" in question["description"]


def test_only_what_differs_is_changed(little: Content, stub: StubMetabase) -> None:
    publish(stub, little)
    first, *others = little.questions
    renamed = replace(little, questions=(replace(first, name="Renamed"), *others))
    outcome = publish(stub, renamed)
    (write,) = stub.writes
    assert write[0] == "PUT"
    assert write[2] == {"name": "Renamed"}
    assert outcome.updated == 1
    publish(stub, renamed)
    assert stub.writes == []


def test_changed_sql_or_variables_are_brought_back(little: Content, stub: StubMetabase) -> None:
    publish(stub, little)
    key = little.questions[1].key
    card = of_key(stub.cards, key)
    sql = card["dataset_query"]["native"]["query"]
    card["dataset_query"]["native"]["query"] = "select 1"
    publish(stub, little)
    assert of_key(stub.cards, key)["dataset_query"]["native"]["query"] == sql
    card["dataset_query"]["native"]["template-tags"]["span"]["default"] = "fiscal year"
    assert publish(stub, little).updated == 1
    assert stub.cards[card["id"]]["dataset_query"]["native"]["template-tags"]["span"][
        "default"
    ] == ("month")


def test_what_people_made_is_never_touched(little: Content, stub: StubMetabase) -> None:
    publish(stub, little)
    board = next(iter(stub.dashboards.values()))
    ours = little.questions[1]
    in_ours = board["collection_id"]
    theirs = [
        # The name of one of ours, in our collection.
        stub.add_card(_by_hand(ours.name, in_ours, None)),
        # A copy of one of ours, mark and all.
        stub.add_card({**of_key(stub.cards, ours.key), "name": f"{ours.name} - copy"}),
        # Elsewhere.
        stub.add_card(_by_hand("Elsewhere", None, None)),
    ]
    own_board = stub.add_dashboard({"name": "Mine", "description": "", "collection_id": in_ours})
    before = deepcopy([*theirs, own_board])
    publish(stub, replace(little, questions=(*_renamed(little),)))
    assert [*theirs, own_board] == before
    touched = {path for _, path, _ in stub.writes}
    assert not touched & {f"/api/card/{entry['id']}" for entry in theirs}


def _by_hand(name: str, collection_id: int | None, description: str | None) -> dict[str, Any]:
    native = {"query": "select 2", "template-tags": {}}
    return {
        "name": name,
        "description": description,
        "collection_id": collection_id,
        "display": "table",
        "dataset_query": {"type": "native", "database": ENGINE["id"], "native": native},
        "visualization_settings": {},
    }


def _renamed(content: Content) -> Iterator[Any]:
    for question in content.questions:
        yield replace(question, name=f"New: {question.name}"[:200])


def test_cards_filters_and_settings_added_by_hand_stay(little: Content, stub: StubMetabase) -> None:
    publish(stub, little)
    (board,) = stub.dashboards.values()
    own = stub.add_card(_by_hand("Mine", None, None))
    place = {"row": 90, "col": 0, "size_x": 4, "size_y": 4, "parameter_mappings": []}
    board["dashcards"] += [
        {"id": 9001, "card_id": own["id"], "visualization_settings": {}, **place},
        {"id": 9002, "card_id": None, "visualization_settings": {"text": "My words"}, **place},
    ]
    board["parameters"].append({"id": "mine", "name": "Mine", "slug": "mine", "type": "id"})
    card = of_key(stub.cards, little.questions[1].key)
    card["visualization_settings"]["graph.colors"] = ["#123456"]
    assert publish(stub, little).updated == 0
    assert stub.writes == []
    shrunk = replace(little.dashboards[0].cards[1], height=4)
    cards = (little.dashboards[0].cards[0], shrunk, *little.dashboards[0].cards[2:])
    changed = replace(little, dashboards=(replace(little.dashboards[0], cards=cards),))
    assert publish(stub, changed).updated == 1
    assert {9001, 9002} <= {entry["id"] for entry in board["dashcards"]}
    assert [entry["id"] for entry in board["parameters"]][-1] == "mine"
    assert card["visualization_settings"]["graph.colors"] == ["#123456"]
    assert publish(stub, changed).unchanged == len(little.questions) + 3


def test_a_description_without_its_mark_is_somebodys_own(
    little: Content, stub: StubMetabase
) -> None:
    publish(stub, little)
    card = of_key(stub.cards, little.questions[1].key)
    card["description"] = "Mine now."
    kept = deepcopy(card)
    assert publish(stub, little).created == 1
    assert stub.cards[card["id"]] == kept


def test_what_the_release_has_no_more_stays_and_is_named(
    little: Content, stub: StubMetabase
) -> None:
    publish(stub, little)
    gone = little.questions[-1]
    board: Dashboard = replace(little.dashboards[0], cards=little.dashboards[0].cards[:-1])
    outcome = publish(stub, replace(little, questions=little.questions[:-1], dashboards=(board,)))
    assert outcome.left_over == [gone.key]
    assert stub.writes == []
    without = replace(little, collections=little.collections[:1], questions=(), dashboards=())
    assert publish(stub, without).left_over == [little.collections[1].key]
    assert stub.writes == []


@pytest.mark.parametrize("writes", [0, 1, 4, 8])
def test_a_publication_that_broke_off_is_completed_by_the_next(
    little: Content, stub: StubMetabase, writes: int
) -> None:
    stub.fails_at = writes
    with pytest.raises(MetabaseError) as caught:
        publish(stub, little)
    assert "500" in caught.value.what
    assert KEY not in f"{caught.value.what} {caught.value.remedy}"
    stub.fails_at = None
    publish(stub, little)
    assert len(stub.cards) == len(little.questions)
    (board,) = stub.dashboards.values()
    assert len(board["dashcards"]) == len(little.dashboards[0].cards)
    publish(stub, little)
    assert stub.writes == []


def test_a_collection_of_another_name_is_one_of_its_own(
    release: Release, stub: StubMetabase
) -> None:
    names = ("Vital Signs", "Board `x`")
    for name in names:
        content, _ = read_content(release.folder, None, name)
        empty = Content(content.collections, (), ())
        assert publish(stub, empty).created == len(content.collections)
        assert publish(stub, empty).unchanged == len(content.collections)
    roots = [it["name"] for it in stub.collections.values() if it["location"] == "/"]
    assert roots == list(names)


def test_errors_say_what_to_do_and_never_the_key(little: Content, stub: StubMetabase) -> None:
    def refused(url: str, key: str, database: str = "Vital Signs") -> str:
        with pytest.raises(MetabaseError) as caught, MetabaseApi(url, key) as api:
            publish_content(api, little, database)
        said = f"{caught.value.what} {caught.value.remedy}"
        assert key not in said or not key
        assert caught.value.__cause__ is None
        return said

    assert "does not know the API key" in refused(stub.url, "mb_wrong")
    assert "holds no API key" in refused(stub.url, "")
    assert "holds no API key" in refused(stub.url, "mb_two\r\nlines")
    assert "cannot be reached" in refused("http://127.0.0.1:9", KEY)
    assert "cannot be reached" in refused("no address", KEY)
    assert "no database called 'Other'; it has: Vital Signs" in refused(stub.url, KEY, "Other")
    stub.schemas = ["public"]
    assert "sees no schema bi" in refused(stub.url, KEY)
    assert stub.writes == []


def test_the_command_publishes_and_the_export_is_read_by_dbt_metabase_twice(
    pipeline_run: PipelineRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables documented and exposures read, both twice: the second time there is nothing to do."""
    from dbtmetabase import __main__, _models

    cli = __main__.cli
    monkeypatch.setattr(_models, "_SYNC_PERIOD", 0)
    # It draws each of some thousand lines in colour.
    monkeypatch.setattr(__main__, "setup_logging", lambda **_: None)
    monkeypatch.setenv("VITALS_HOME", str(pipeline_run.settings.home))
    monkeypatch.setenv("METABASE_API_KEY", KEY)
    # Where dbt-metabase keeps its log.
    monkeypatch.setenv("HOME", str(tmp_path))
    output = tmp_path / "export"
    assert pipeline_run.summary.release
    tables = read_tables(pipeline_run.summary.release.folder)
    with metabase(StubMetabase()) as stub:
        stub.connect(tables)
        vitals = TyperRunner()
        done = vitals.invoke(app, ["export", "metabase", "--output", str(output)])
        assert done.exit_code == 0, done.output
        done = vitals.invoke(app, ["publish", "metabase", "--url", stub.url])
        assert done.exit_code == 0, done.output
        server = ["--manifest-path", str(output / "dbt-manifest.json"), "--metabase-url", stub.url]
        models = ["models", *server, "--metabase-database", "Vital Signs"]
        for is_first in (True, False):
            stub.writes.clear()
            assert CliRunner().invoke(cli, models, catch_exceptions=False).exit_code == 0
            assert bool(stub.writes) == is_first
        _check_tables(stub)
        only = ["--include-collections", ",".join(COLLECTIONS)]
        told = []
        for name in ("first", "second"):
            folder = tmp_path / name
            folder.mkdir()
            words = ["exposures", *server, "--output-path", str(folder), *only]
            assert CliRunner().invoke(cli, words, catch_exceptions=False).exit_code == 0
            told.append((folder / "exposures.yml").read_text(encoding="utf-8"))
        assert told[0] == told[1]
        _check_exposures(yaml.safe_load(told[0])["exposures"], stub)
        assert stub.writes == []


def _check_tables(stub: StubMetabase) -> None:
    tables = {table["name"]: table for table in stub.tables.values()}
    assert tables["fct_measure_statuses"]["display_name"] == "Measure statuses"
    assert tables["fct_measure_statuses"]["visibility_type"] is None
    assert tables["rpt_latest_statuses"]["visibility_type"] == "hidden"
    assert tables["pack_measures"]["visibility_type"] == "hidden"
    fields = {
        (stub.tables[entry["table_id"]]["name"], entry["name"]): entry
        for entry in stub.fields.values()
    }
    key = fields["dim_measures", "measure_id"]
    assert key["semantic_type"] == "type/PK"
    reference = fields["fct_measure_statuses", "measure_id"]
    assert reference["semantic_type"] == "type/FK"
    assert reference["fk_target_field_id"] == key["id"]
    percent = fields["obt_measure_periods", "attainment"]
    assert percent["settings"] == {"number_style": "percent", "decimals": 1}
    assert fields["obt_measure_periods", "rag_status"]["has_field_values"] == "list"


def _check_exposures(exposures: list[dict[str, Any]], stub: StubMetabase) -> None:
    shown = {number for number, entry in stub.collections.items() if entry["name"] in COLLECTIONS}
    things = [*stub.cards.values(), *stub.dashboards.values()]
    assert len(exposures) == sum(1 for entry in things if entry["collection_id"] in shown)
    assert all(entry["depends_on"] for entry in exposures)
    by_label = {entry["label"]: set(entry["depends_on"]) for entry in exposures}
    dates = "ref('dim_dates')"
    assert by_label["Escalations"] == {"ref('fct_escalations')", dates}
    board = by_label["Norfolk IMT vital signs"]
    assert {"ref('fct_organisation_figures')", "ref('rpt_latest_statuses')", dates} <= board


def test_keys_of_several_columns_are_no_foreign_keys_but_caveats(release: Release) -> None:
    nodes = dbt_manifest(read_tables(release.folder), "vital_signs")["nodes"]
    spc = nodes["model.vital_signs.fct_measure_spc"]
    assert "metabase.fk_target_table" not in spc["columns"]["spc_profile_id"]["meta"]
    assert "spc_profile_id names rows of dim_spc_profiles" in spc["meta"]["metabase.caveats"]
    names = [node["meta"]["metabase.display_name"] for node in nodes.values()]
    assert len(set(names)) == len(names)
    assert json.dumps(nodes)
