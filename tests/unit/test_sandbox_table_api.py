"""The simulated Table API, asked without a socket: queries, pages, references, login, faults."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pandas as pd
import pyarrow as pa
import pytest

from orchestration.sandbox.servicenow.api_faults import Kind
from orchestration.sandbox.servicenow.served_table import ServedTable
from orchestration.sandbox.servicenow.table_api import MOST_ROWS, TableApi
from orchestration.sandbox.serving.faults import Fault
from orchestration.sandbox.serving.http_server import Answer, Request
from orchestration.sandbox.serving.login import Credentials, Login

CREDENTIALS = Credentials("reader", "door", "client", "hush")
BASIC = "Basic " + base64.b64encode(b"reader:door").decode()
ROWS = pd.DataFrame(
    {
        "sys_id": [f"{number * 7 % 100:032x}" for number in range(100)],
        "number": [f"INC{number:07d}" for number in range(100)],
        "sys_updated_on": [f"2025-01-{number % 28 + 1:02d} 10:00:00" for number in range(100)],
        "state": [str(number % 4) for number in range(100)],
        "closed_at": ["" if number % 3 else "2025-02-01 00:00:00" for number in range(100)],
        "caused_by": ["" if number % 5 else "c" * 32 for number in range(100)],
    }
)


@pytest.fixture
def api() -> TableApi:
    table = ServedTable.of(pa.table(ROWS.to_dict("list")))
    return TableApi({"incident": table}, Login(CREDENTIALS, 60), base_url="http://127.0.0.1:1")


def ask(api: TableApi, path: str = "table/incident", login: str = BASIC, **given: Any) -> Answer:
    parameters = urlencode({f"sysparm_{name}": value for name, value in given.items()})
    return api.answer(Request("GET", f"/api/now/{path}?{parameters}", login))


def rows(answer: Answer) -> list[dict[str, Any]]:
    assert answer.status == 200
    found: list[dict[str, Any]] = json.loads(answer.body)["result"]
    return found


def error(answer: Answer) -> tuple[int, str]:
    content = json.loads(answer.body)
    assert content["status"] == "failure"
    return answer.status, content["error"]["message"]


def numbers(answer: Answer) -> list[str]:
    return [row["number"] for row in rows(answer)]


QUERIES = {
    "": ROWS["state"] != "none",
    "state=2": ROWS["state"] == "2",
    "state!=2": ROWS["state"] != "2",
    "sys_updated_on>2025-01-09 10:00:00": ROWS["sys_updated_on"] > "2025-01-09 10:00:00",
    "sys_updated_on>=2025-01-09 10:00:00": ROWS["sys_updated_on"] >= "2025-01-09 10:00:00",
    "sys_updated_on<2025-01-09 10:00:00": ROWS["sys_updated_on"] < "2025-01-09 10:00:00",
    "sys_updated_on<=2025-01-09 10:00:00": ROWS["sys_updated_on"] <= "2025-01-09 10:00:00",
    "stateIN1,3": ROWS["state"].isin(["1", "3"]),
    "stateNOT IN1,3": ~ROWS["state"].isin(["1", "3"]),
    "numberSTARTSWITHINC000009": ROWS["number"].str.startswith("INC000009"),
    "closed_atISEMPTY": ROWS["closed_at"] == "",
    "closed_atISNOTEMPTY": ROWS["closed_at"] != "",
    "closed_at=": ROWS["closed_at"] == "",
    "state=1^closed_at=": (ROWS["state"] == "1") & (ROWS["closed_at"] == ""),
    "state=1^ORstate=2^closed_at=": ROWS["state"].isin(["1", "2"]) & (ROWS["closed_at"] == ""),
    "closed_at=^state=1^ORstate=2": ROWS["state"].isin(["1", "2"]) & (ROWS["closed_at"] == ""),
    "state=none": ROWS["state"] == "none",
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_names_its_rows(api: TableApi, query: str) -> None:
    expected = set(ROWS.loc[QUERIES[query], "number"])
    answer = ask(api, query=query)
    assert set(numbers(answer)) == expected
    assert dict(answer.headers)["X-Total-Count"] == str(len(expected))
    counted = json.loads(ask(api, "stats/incident", query=query, count="true").body)
    assert counted == {"result": {"stats": {"count": str(len(expected))}}}


@pytest.mark.parametrize(
    ("order", "columns", "ascending"),
    [
        ("ORDERBYsys_id", ["sys_id"], True),
        ("ORDERBYDESCsys_id", ["sys_id"], False),
        ("ORDERBYsys_updated_on^ORDERBYnumber", ["sys_updated_on", "number"], True),
        ("ORDERBYstate^ORDERBYDESCnumber", ["state", "number"], [True, False]),
    ],
)
def test_rows_come_in_the_order_asked_for(
    api: TableApi, order: str, columns: list[str], ascending: bool
) -> None:
    expected = ROWS[ROWS["state"] != "3"].sort_values(columns, ascending=ascending)
    assert numbers(ask(api, query=f"state!=3^{order}")) == list(expected["number"])


@pytest.mark.parametrize(
    "query", ["state~2", "nonsense", "nothere=1", "ORDERBYnothere", "ORstate=1", "STATE=1", "^NQx"]
)
def test_a_query_it_does_not_understand_is_refused(api: TableApi, query: str) -> None:
    assert error(ask(api, query=query)) == (400, "Invalid query")


@pytest.mark.parametrize("given", [{"limit": "many"}, {"offset": "-1"}, {"limit": "1.5"}])
def test_a_limit_that_is_no_number_is_refused(api: TableApi, given: dict[str, str]) -> None:
    assert error(ask(api, **given)) == (400, "Invalid query")


def test_only_the_fields_asked_for_come_and_unknown_ones_are_left_out(api: TableApi) -> None:
    assert set(rows(ask(api, fields="number,state,no_such_field"))[0]) == {"number", "state"}
    assert list(rows(ask(api))[0]) == list(ROWS.columns)


def test_values_are_those_of_the_table(api: TableApi) -> None:
    served = pd.DataFrame(rows(ask(api, query="ORDERBYnumber", exclude_reference_link="true")))
    pd.testing.assert_frame_equal(served, ROWS, check_dtype=False)


def test_references_carry_a_link_unless_told_not_to(api: TableApi) -> None:
    linked = rows(ask(api, query="ORDERBYnumber"))
    address = f"http://127.0.0.1:1/api/now/table/change_request/{'c' * 32}"
    assert linked[0]["caused_by"] == {"link": address, "value": "c" * 32}
    assert linked[1]["caused_by"] == ""
    plain = rows(ask(api, query="ORDERBYnumber", exclude_reference_link="true"))
    assert plain[0]["caused_by"] == "c" * 32


def test_the_links_lead_through_all_pages(api: TableApi) -> None:
    seen: list[str] = []
    target: str | None = "/api/now/table/incident?sysparm_limit=30&sysparm_query=state!=0"
    while target:
        answer = api.answer(Request("GET", target, BASIC))
        seen += numbers(answer)
        target = links(answer).get("next")
    assert sorted(seen) == sorted(ROWS.loc[ROWS["state"] != "0", "number"])


def test_a_page_in_the_middle_names_all_its_neighbours(api: TableApi) -> None:
    given = links(ask(api, limit=30, offset=30))
    offsets = {name: dict(parse_qsl(urlsplit(at).query)) for name, at in given.items()}
    assert {name: int(at["sysparm_offset"]) for name, at in offsets.items()} == {
        "first": 0,
        "prev": 0,
        "next": 60,
        "last": 90,
    }
    assert set(links(ask(api, limit=30, offset=90))) == {"first", "prev", "last"}


def links(answer: Answer) -> dict[str, str]:
    parts = [part.split(">;rel=") for part in dict(answer.headers)["Link"].split(",<")]
    return {relation.strip('"'): address.lstrip("<") for address, relation in parts}


def test_an_empty_page_is_an_empty_list(api: TableApi) -> None:
    assert rows(ask(api, limit=0)) == []
    assert rows(ask(api, offset=1_000)) == []


def test_no_page_is_longer_than_the_cap() -> None:
    count = MOST_ROWS + 5
    keys = [f"{number:032x}" for number in range(count)]
    api = TableApi({"incident": ServedTable.of(pa.table({"sys_id": keys}))}, Login(CREDENTIALS, 60))
    for given in ({}, {"limit": str(count)}):
        answer = ask(api, **given)
        assert len(rows(answer)) == MOST_ROWS
        assert dict(answer.headers)["X-Total-Count"] == str(count)


def test_unknown_tables_and_addresses_are_told_in_the_vendors_shape(api: TableApi) -> None:
    assert error(ask(api, "table/problem")) == (404, "Invalid table problem")
    assert error(ask(api, "stats/problem")) == (404, "Invalid table problem")
    assert error(ask(api, "attachment"))[0] == 404


@pytest.mark.parametrize("login", ["", "Basic xyz", "Bearer xyz", "Digest reader", "Basic é"])
def test_without_login_nothing_is_told(api: TableApi, login: str) -> None:
    assert error(ask(api, login=login)) == (401, "User Not Authenticated")
    assert error(ask(api, "stats/incident", login=login))[0] == 401


def grant(api: TableApi, **form: str) -> Answer:
    return api.answer(Request("POST", "/oauth_token.do", body=urlencode(form).encode()))


CLIENT = {"client_id": "client", "client_secret": "hush"}
USER = {"username": "reader", "password": "door"}


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "client_credentials", **CLIENT},
        {"grant_type": "password", **CLIENT, **USER},
    ],
)
def test_a_token_opens_the_door_until_it_runs_out(api: TableApi, form: dict[str, str]) -> None:
    granted = json.loads(grant(api, **form).body)
    assert granted["token_type"] == "Bearer"
    assert granted["expires_in"] == 60
    bearer = f"Bearer {granted['access_token']}"
    assert len(rows(ask(api, login=bearer))) == 100
    api.login.forget_tokens()
    assert error(ask(api, login=bearer))[0] == 401


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"grant_type": "client_credentials", "client_id": "client"},
        {"grant_type": "client_credentials", **CLIENT, "client_secret": "loud"},
        {"grant_type": "password", **CLIENT},
        {"grant_type": "password", **CLIENT, **USER, "password": "window"},
        {"grant_type": "refresh_token", **CLIENT, **USER},
    ],
)
def test_a_form_that_does_not_convince_gets_no_token(api: TableApi, form: dict[str, str]) -> None:
    assert grant(api, **form).status == 401


def test_a_token_of_no_seconds_has_run_out_at_once() -> None:
    login = Login(CREDENTIALS, 0)
    token = login.grant({"grant_type": "client_credentials", **CLIENT})
    assert token is not None
    assert not login.accepts(f"Bearer {token['access_token']}")


def test_credentials_differ_from_run_to_run_and_are_not_printed() -> None:
    first, second = Credentials(), Credentials()
    assert first.password != second.password
    assert first.client_secret != second.client_secret
    assert first.password not in repr(first)
    assert first.client_secret not in repr(first)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.TOO_MANY_REQUESTS, 429),
        (Kind.SERVER_ERROR, 500),
        (Kind.SIGNED_OUT, 401),
    ],
)
def test_a_planned_refusal_comes_once(api: TableApi, kind: Kind, status: int) -> None:
    api.faults.plan(Fault(kind, retry_after_seconds=7))
    refused = ask(api)
    assert error(refused)[0] == status
    assert (dict(refused.headers).get("Retry-After") == "7") == (status == 429)
    assert len(rows(ask(api))) == 100


def test_a_full_session_answers_202_without_rows(api: TableApi) -> None:
    api.faults.plan(Fault(Kind.ACCEPTED))
    answer = ask(api)
    assert (answer.status, answer.body) == (202, b"")


def test_the_quota_error_stands_at_the_end_of_a_cut_body(api: TableApi) -> None:
    api.faults.plan(Fault(Kind.ERROR_AT_END))
    answer = ask(api)
    assert answer.status == 200
    assert answer.body.endswith(b'"status":"failure"}')
    assert b"maximum execution time exceeded" in answer.body
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.body)


def test_a_short_page_says_nothing_of_what_it_lacks(api: TableApi) -> None:
    api.faults.plan(Fault(Kind.SHORT_PAGE))
    answer = ask(api)
    assert len(rows(answer)) == 50
    assert dict(answer.headers)["X-Total-Count"] == "100"


def test_a_cut_body_is_marked_for_the_server(api: TableApi) -> None:
    api.faults.plan(Fault(Kind.CUT_BODY))
    assert ask(api).is_cut
    assert not ask(api).is_cut


def test_a_fault_waits_for_its_table_and_its_turn(api: TableApi) -> None:
    api.faults.plan(Fault(Kind.SERVER_ERROR, table="problem"))
    api.faults.plan(Fault(Kind.SERVER_ERROR, table="incident", skip=2), times=2)
    assert [ask(api).status for _ in range(5)] == [200, 200, 500, 500, 200]
    assert ask(api, "table/problem").status == 500


def test_faults_can_be_called_off(api: TableApi) -> None:
    api.faults.plan(Fault(Kind.SERVER_ERROR), times=3)
    api.faults.rename("incident", "state", "u_state")
    api.faults.clear()
    assert "state" in rows(ask(api))[0]


def test_a_renamed_column_is_gone_under_its_old_name(api: TableApi) -> None:
    api.faults.rename("incident", "state", "u_state")
    assert set(rows(ask(api, fields="number,state"))[0]) == {"number"}
    assert "u_state" in rows(ask(api))[0]
    assert error(ask(api, query="state=1"))[0] == 400


def test_requests_are_remembered(api: TableApi) -> None:
    ask(api, query="state=1")
    assert api.seen == ["/api/now/table/incident?sysparm_query=state%3D1"]


def test_an_empty_table_answers_with_no_rows() -> None:
    table = ServedTable.of(pa.table(ROWS.to_dict("list")).slice(0, 0))
    api = TableApi({"incident": table}, Login(CREDENTIALS, 60))
    answer = ask(api, query="state=1^ORDERBYDESCsys_updated_on", limit=5)
    assert rows(answer) == []
    assert dict(answer.headers)["X-Total-Count"] == "0"
