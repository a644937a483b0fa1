"""Rows that change while they are read: whatever happens, the newest version of each arrives."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from orchestration.extract.api_session import ApiSession
from orchestration.extract.connectors.table_reader import TableReader
from orchestration.extract.errors import ExtractionError
from orchestration.extract.raw_zone import commit_load
from orchestration.extract.sources import ServiceNowSource
from orchestration.settings import Settings
from tests.support.raw_reading import landed
from tests.support.stub_rows import ROWS, row, stamp
from tests.support.stub_table_api import Reply, Request, StubTableApi
from tests.support.tables import extract_servicenow, source_tables

INCIDENT = source_tables("servicenow")[0]


def latest(rows: list[dict[str, str]]) -> dict[str, str]:
    """Per record the newest state, as staging takes it."""
    ordered = sorted(rows, key=lambda item: (item["sys_updated_on"], item["_load_id"]))
    return {item["sys_id"]: item["state"] for item in ordered}


@pytest.mark.parametrize("seed", range(8))
def test_no_version_is_lost_while_rows_change_between_pages(
    seed: int, settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    chance = random.Random(seed)  # noqa: S311  a test's dice
    clock = ROWS

    def change(_: Request) -> None:
        nonlocal clock
        rows = stub.tables["incident"]
        for _change in range(chance.randrange(3)):
            clock += 1
            if chance.random() < 0.3:
                rows.append(row("incident", clock))
            else:
                moved = rows.pop(chance.randrange(len(rows)))
                rows.append(moved | {"sys_updated_on": stamp(clock), "state": str(clock)})

    for _run in range(4):
        stub.before_reply = change
        extract_servicenow(settings, source, progress=lambda _: None)
    stub.before_reply = lambda _: None
    extract_servicenow(settings, source, progress=lambda _: None)
    expected = {item["sys_id"]: item["state"] for item in stub.tables["incident"]}
    assert latest(landed(settings.raw, "servicenow", "incident")) == expected


def test_a_second_change_within_the_cursors_second_arrives(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    extract_servicenow(settings, source, progress=lambda _: None)
    stub.tables["incident"][-1]["state"] = "changed again in the same second"
    stub.tables["incident"].append(row("incident", 500, sys_updated_on=stamp(ROWS - 1)))
    extract_servicenow(settings, source, progress=lambda _: None)
    rows = landed(settings.raw, "servicenow", "incident")
    assert latest(rows) == {item["sys_id"]: item["state"] for item in stub.tables["incident"]}


def linked(settings: Settings, source: ServiceNowSource) -> list[dict[str, str]]:
    """Read the incidents by the Link header instead of by key."""
    table = replace(INCIDENT, is_keyset=False)
    with ApiSession("servicenow", source) as session:
        reader = TableReader(session, source, table, None, lambda _: None)
        commit_load(settings.raw, "linked", [reader.load()])
    return landed(settings.raw, "linked", "incident")


def test_linked_pages_bring_every_row(settings: Settings, source: ServiceNowSource) -> None:
    assert len({item["sys_id"] for item in linked(settings, source)}) == ROWS


def test_a_link_chain_that_ends_early_is_refused(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.meddle = lambda _, reply: replace(
        reply, headers={name: value for name, value in reply.headers.items() if name != "Link"}
    )
    with pytest.raises(ExtractionError, match="counts disagree"):
        linked(settings, source)


def test_a_link_chain_whose_rows_moved_is_refused(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    def insert_first(request: Request) -> None:
        if request.parameters.get("sysparm_offset") == "10":
            stub.tables["incident"].append(row("incident", 700, sys_updated_on=stamp(0)))

    stub.before_reply = insert_first
    with pytest.raises(ExtractionError, match="came twice"):
        linked(settings, source)


def test_credentials_never_follow_a_link_to_another_host(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    def astray(_: Request, reply: Reply) -> Reply:
        link = '<http://198.51.100.7/api/now/table/incident?x=1>;rel="next"'
        return replace(reply, headers=reply.headers | {"Link": link})

    stub.meddle = astray
    with pytest.raises(ExtractionError, match="another host"):
        linked(settings, source)
