"""A source that breaks as real ones do: refused by name, nothing lands, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads, last_cursor
from orchestration.extract.sources import ServiceNowSource
from orchestration.settings import Settings
from tests.support.raw_reading import landed, leftovers
from tests.support.stub_rows import ROWS, row, stamp
from tests.support.stub_table_api import Reply, Request, StubTableApi
from tests.support.tables import extract_servicenow

TABLES = ("incident", "sc_request", "change_request", "sys_audit_delete")
Meddle = Callable[[Request, Reply], Reply]


def extract(settings: Settings, source: ServiceNowSource) -> None:
    extract_servicenow(settings, source, progress=lambda _: None)


def refusal(settings: Settings, source: ServiceNowSource) -> str:
    """The message of a refused extraction, once it is sure that nothing of it stayed."""
    before = committed_loads(settings.raw, "servicenow")
    with pytest.raises(ExtractionError) as caught:
        extract(settings, source)
    assert committed_loads(settings.raw, "servicenow") == before
    assert not leftovers(settings.raw)
    return str(caught.value)


def on_pages(table: str, spoil: Callable[[Reply], Reply], since: int = 1) -> Meddle:
    """Spoil the pages of one table from the given one on."""
    seen = 0

    def meddle(request: Request, reply: Reply) -> Reply:
        nonlocal seen
        if request.table != table or not request.is_page:
            return reply
        seen += 1
        return spoil(reply) if seen >= since else reply

    return meddle


def once(spoil: Callable[[Reply], Reply]) -> Callable[[Reply], Reply]:
    """Spoil the first reply only."""
    done: list[bool] = []

    def spoil_once(reply: Reply) -> Reply:
        return reply if done else (done.append(True), spoil(reply))[1]

    return spoil_once


def cut(reply: Reply) -> Reply:
    return replace(reply, sent_bytes=len(reply.body) // 2)


def quota(reply: Reply) -> Reply:
    end = b',{"error":{"message":"Transaction cancelled: maximum execution time exceeded"}'
    return replace(reply, body=reply.body[: len(reply.body) // 2] + end)


def error_object(reply: Reply) -> Reply:
    return replace(reply, body=b'{"error":{"message":"Query limit reached"},"status":"failure"}')


def busy(reply: Reply) -> Reply:
    return replace(reply, status=429, body=b"", headers={"Retry-After": "0"})


def overflow(reply: Reply) -> Reply:
    return replace(reply, status=202, body=b"")


def halved(reply: Reply) -> Reply:
    return reply.with_rows(reply.rows[: len(reply.rows) // 2])


SPOILS = {
    "cut": (cut, "RemoteProtocolError"),
    "quota": (quota, "maximum execution time exceeded"),
    "error_object": (error_object, "Query limit reached"),
    "busy": (busy, "HTTP 429"),
    "overflow": (overflow, "HTTP 202"),
    "halved": (halved, "5 rows where 10 were due"),
    "uncounted": (lambda reply: reply.with_count(None), "no X-Total-Count"),
    "no_list": (lambda reply: replace(reply, body=b'{"rows":[]}'), "without a list of rows"),
    "server_error": (lambda reply: replace(reply, status=503), "HTTP 503"),
}


def test_every_row_lands_once_and_the_ledger_says_so(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    extract(settings, source)
    for table in TABLES:
        rows = landed(settings.raw, "servicenow", table)
        stamp_column = "sys_created_on" if table == "sys_audit_delete" else "sys_updated_on"
        taken = sorted(rows, key=lambda item: item[stamp_column])
        assert [{**item, "_load_id": ""} for item in taken] == [
            {**item, "_load_id": ""} for item in stub.tables[table]
        ]
    ledger = landed(settings.raw, "servicenow", "_ledger")
    assert [entry["table_name"] for entry in ledger[:4]] == list(TABLES)
    assert {entry["table_name"] for entry in ledger[4:]} == {f"{name}__keys" for name in TABLES[:3]}
    assert {(entry["row_count"], entry["source_count_after"]) for entry in ledger[4:]} == {
        ("0", None)
    }
    for entry in ledger[:4]:
        assert entry["row_count"] == entry["source_count_before"] == str(ROWS)
        assert entry["source_count_after"] == str(ROWS)
        assert entry["page_count"] == "3"
        assert entry["cursor_after"] == entry["window_to"] == stamp(ROWS - 1)


@pytest.mark.parametrize("name", SPOILS)
def test_a_lasting_fault_on_the_second_page_lands_nothing(
    name: str, settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    spoil, words = SPOILS[name]
    stub.meddle = on_pages("sc_request", spoil, since=2)
    message = refusal(settings, source)
    assert message.startswith("servicenow: /api/now/table/sc_request gave no usable answer in 3")
    assert words in message
    assert last_cursor(settings.raw, "servicenow", "incident") is None


@pytest.mark.parametrize("name", SPOILS)
def test_a_passing_fault_costs_a_retry_and_no_row(
    name: str, settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.meddle = on_pages("incident", once(SPOILS[name][0]), since=2)
    extract(settings, source)
    rows = landed(settings.raw, "servicenow", "incident")
    assert len(rows) == len({item["sys_id"] for item in rows}) == ROWS


def test_a_failed_run_is_made_good_by_the_next(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    extract(settings, source)
    stub.tables["incident"] += [row("incident", number) for number in range(ROWS, ROWS + 15)]
    stub.meddle = on_pages("change_request", cut)
    refusal(settings, source)
    assert last_cursor(settings.raw, "servicenow", "incident") == stamp(ROWS - 1)
    stub.meddle = lambda _, reply: reply
    extract(settings, source)
    taken = {item["sys_id"] for item in landed(settings.raw, "servicenow", "incident")}
    assert taken == {item["sys_id"] for item in stub.tables["incident"]}


def test_a_vanished_column_is_named_with_what_may_have_replaced_it(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    for item in stub.tables["incident"]:
        item["u_restored"] = item.pop("u_restored_at")
    message = refusal(settings, source)
    assert "table incident" in message
    assert "['u_restored_at'] are gone" in message
    assert "['u_restored']" in message
    assert not [request for request in stub.requests if request.is_page]


def test_a_column_that_vanishes_half_way_is_named(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    def without_state(reply: Reply) -> Reply:
        rows = [{k: v for k, v in item.items() if k != "state"} for item in reply.rows]
        return reply.with_rows(rows)

    stub.meddle = on_pages("incident", without_state, since=3)
    assert "column 'state' is missing from a row" in refusal(settings, source)


@pytest.mark.parametrize("value", [7, True, {"link": "x", "value": "y"}, ["a"]])
def test_a_retyped_column_is_named_and_never_converted(
    value: object, settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.tables["incident"][20]["priority"] = value  # type: ignore[assignment]
    message = refusal(settings, source)
    assert "column 'priority' is no longer text" in message
    assert type(value).__name__ in message


def test_a_new_column_is_noted_once_and_left_out(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    extract(settings, source)
    for item in stub.tables["incident"]:
        item["u_mood"] = "fine"
    extract(settings, source)
    extract(settings, source)
    noted = [
        entry["new_columns"]
        for entry in landed(settings.raw, "servicenow", "_ledger")
        if entry["table_name"] == "incident"
    ]
    assert noted == ["", "u_mood", ""]
    assert "u_mood" not in landed(settings.raw, "servicenow", "incident")[-1]


@pytest.mark.parametrize("error", [-1, 1])
def test_counts_that_disagree_are_refused(
    error: int, settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    """A source whose count of the whole window is one off while each page is consistent."""

    def miscount(request: Request, reply: Reply) -> Reply:
        is_count = request.parameters.get("sysparm_fields") == "sys_id"
        return reply.with_count(ROWS + error) if is_count else reply

    stub.meddle = miscount
    assert "counts disagree" in refusal(settings, source)


def test_a_row_that_enters_the_window_late_is_refused(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    late = row("incident", 9000, sys_updated_on=stamp(3), sys_id="0" * 32)

    def enter(request: Request) -> None:
        if request.table == "incident" and "sys_id>" in request.parameters["sysparm_query"]:
            stub.before_reply = lambda _: None
            stub.tables["incident"].append(late)

    stub.before_reply = enter
    assert "counts disagree: it counted 25 rows before and 26 after" in refusal(settings, source)


def test_rows_in_the_wrong_order_are_refused(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.meddle = on_pages("incident", lambda reply: reply.with_rows(reply.rows[::-1]))
    assert "strictly rising order of sys_id" in refusal(settings, source)


def test_a_row_that_comes_twice_is_refused(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.meddle = on_pages(
        "incident", lambda reply: reply.with_rows([reply.rows[0], *reply.rows[:-1]])
    )
    assert "strictly rising order of sys_id" in refusal(settings, source)


def test_rows_outside_the_window_point_to_the_time_zone(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    def shifted(reply: Reply) -> Reply:
        rows = [item | {"sys_updated_on": "2027-01-01 00:00:00"} for item in reply.rows]
        return reply.with_rows(rows)

    stub.meddle = on_pages("incident", shifted)
    assert "time zone to GMT" in refusal(settings, source)


def test_a_stamp_that_is_no_time_is_refused(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.tables["incident"][-1]["sys_updated_on"] = "31/01/2026 10:00"
    assert "'31/01/2026 10:00', no UTC time" in refusal(settings, source)


def test_a_stamp_from_the_future_does_not_carry_the_cursor_with_it(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.tables["incident"][0]["sys_updated_on"] = "2999-01-01 00:00:00"
    extract(settings, source)
    cursor = last_cursor(settings.raw, "servicenow", "incident")
    assert cursor is not None
    assert cursor < "2999"
    assert len(landed(settings.raw, "servicenow", "incident")) == ROWS


def test_an_empty_table_leaves_the_cursor_and_a_file_to_read(
    settings: Settings, source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.tables["change_request"].clear()
    extract(settings, source)
    extract(settings, source)
    assert last_cursor(settings.raw, "servicenow", "change_request") is None
    files = list(settings.raw.glob("servicenow/loads/*/change_request/*.parquet"))
    assert len(files) == 1
