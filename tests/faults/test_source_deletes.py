"""Records deleted at the source: by its own log, or by a sweep of all keys, and never too many."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orchestration.extract.connectors import table_api
from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads
from orchestration.extract.sources import ServiceNowSource, SourcesError
from orchestration.settings import Settings
from tests.support.raw_reading import landed
from tests.support.stub_rows import ROWS, row
from tests.support.stub_table_api import Reply, Request, StubTableApi
from tests.support.tables import extract_servicenow, source_tables

KEYS = "incident__keys"


def extract(settings: Settings, source: ServiceNowSource) -> None:
    extract_servicenow(settings, source, progress=lambda _: None)


def sweeps(settings: Settings) -> list[set[str]]:
    """The keys of each sweep of incidents that landed, oldest first."""
    found: dict[str, set[str]] = {}
    for item in landed(settings.raw, "servicenow", KEYS):
        found.setdefault(item["_load_id"], set()).add(item["sys_id"])
    return list(found.values())


@pytest.fixture
def sweeping(source: ServiceNowSource) -> ServiceNowSource:
    """The stub as a source whose log of deletions nobody may read."""
    return replace(source, deletes="key_sweep", always_deletable_rows=2)


def test_only_deletions_from_tables_that_are_read_are_asked_for(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    log = stub.tables["sys_audit_delete"]
    log.append(row("sys_audit_delete", 900, tablename="sys_user"))
    log.append(row("sys_audit_delete", 901, tablename="change_request"))
    extract(settings, source)
    found = {item["tablename"] for item in landed(settings.raw, "servicenow", "sys_audit_delete")}
    assert found == {"incident", "change_request"}


def test_a_deletion_logged_late_arrives_by_the_overlap(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    """The log is written a moment after the deletion it tells of, with the earlier stamp."""
    extract(settings, source)
    late = row("sys_audit_delete", ROWS - 1, sys_id="f" * 32, documentkey="gone")
    stub.tables["sys_audit_delete"].append(late)
    extract(settings, source)
    assert "gone" in {
        item["documentkey"] for item in landed(settings.raw, "servicenow", "sys_audit_delete")
    }


def test_a_sweep_finds_every_key_and_the_log_is_left_alone(
    settings: Settings, sweeping: ServiceNowSource, stub: StubTableApi
) -> None:
    extract(settings, sweeping)
    assert sweeps(settings) == [{item["sys_id"] for item in stub.tables["incident"]}]
    assert "sys_audit_delete" not in {request.table for request in stub.requests}
    assert landed(settings.raw, "servicenow", "sys_audit_delete") == []


def test_a_sweep_lands_again_only_when_a_key_came_or_went(
    settings: Settings, sweeping: ServiceNowSource, stub: StubTableApi
) -> None:
    extract(settings, sweeping)
    stub.tables["incident"][3]["state"] = "changed"
    extract(settings, sweeping)
    assert len(sweeps(settings)) == 1
    gone = stub.tables["incident"].pop(3)
    extract(settings, sweeping)
    first, second = sweeps(settings)
    assert first - second == {gone["sys_id"]}


def test_too_many_keys_gone_at_once_are_refused(
    settings: Settings, sweeping: ServiceNowSource, stub: StubTableApi
) -> None:
    """25 rows: a tenth is 2, and 2 would always be believed; 3 are not."""
    extract(settings, sweeping)
    del stub.tables["incident"][5:8]
    with pytest.raises(ExtractionError, match="3 of 25 records are gone at once; 2 would"):
        extract(settings, sweeping)
    assert len(committed_loads(settings.raw, "servicenow")) == 1
    extract(settings, replace(sweeping, most_deleted_percent=12))
    assert len(sweeps(settings)[-1]) == ROWS - 3


def test_a_table_that_is_emptied_is_never_believed(
    settings: Settings, sweeping: ServiceNowSource, stub: StubTableApi
) -> None:
    extract(settings, sweeping)
    stub.tables["incident"].clear()
    with pytest.raises(ExtractionError, match="25 of 25 records are gone at once"):
        extract(settings, replace(sweeping, most_deleted_percent=99, always_deletable_rows=1_000))


def test_a_sweep_that_lost_a_page_is_refused(
    settings: Settings, sweeping: ServiceNowSource, stub: StubTableApi
) -> None:
    """Each page is whole by its own count, and yet there are fewer keys than counted."""

    def cut_short(request: Request, reply: Reply) -> Reply:
        query = request.parameters.get("sysparm_query", "")
        is_second = request.parameters.get("sysparm_fields") == "sys_id" and "sys_id>" in query
        return reply.with_rows([]).with_count(0) if is_second else reply

    stub.meddle = cut_short
    with pytest.raises(ExtractionError, match="counted 25 rows before and 25 after, and 10 keys"):
        extract(settings, sweeping)


def test_a_key_that_comes_while_they_are_swept_is_no_fault(
    settings: Settings, sweeping: ServiceNowSource, stub: StubTableApi
) -> None:
    def add(request: Request) -> None:
        query = request.parameters.get("sysparm_query", "")
        if request.parameters.get("sysparm_fields") == "sys_id" and "sys_id>" in query:
            stub.before_reply = lambda _: None
            stub.tables["incident"].append(row("incident", 950, sys_id="f" * 32))

    stub.before_reply = add
    extract(settings, sweeping)
    assert len(sweeps(settings)[0]) == ROWS + 1


def test_the_check_names_a_log_that_may_not_be_read(
    source: ServiceNowSource, sweeping: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.meddle = lambda request, reply: (
        replace(reply, status=403) if request.table == "sys_audit_delete" else reply
    )
    (complaint,) = table_api.check("servicenow", source, source_tables("servicenow"))
    assert "sys_audit_delete answered HTTP 403" in complaint
    assert table_api.check("servicenow", sweeping, source_tables("servicenow")) == []


def test_an_unknown_way_to_find_deletions_is_refused(source: ServiceNowSource) -> None:
    with pytest.raises(SourcesError, match=r"servicenow\.deletes 'guess' is unknown"):
        replace(source, deletes="guess")
