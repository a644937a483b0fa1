"""Credentials: used, renewed, refused with a remedy, and never shown or stored."""

from __future__ import annotations

import traceback
from dataclasses import replace

import pytest

from orchestration.extract.api_session import ApiSession
from orchestration.extract.errors import ExtractionError
from orchestration.extract.sources import Patience, ServiceNowSource
from orchestration.settings import Settings
from tests.support.raw_reading import landed
from tests.support.stub_rows import ROWS
from tests.support.stub_table_api import SECRET, TOKEN, USER, Reply, Request, StubTableApi
from tests.support.tables import extract_servicenow


@pytest.fixture
def by_token(source: ServiceNowSource) -> ServiceNowSource:
    """The stub reached by the password grant."""
    return replace(
        source,
        auth="oauth_password",
        client_id_variable="STUB_USER",
        client_secret_variable="STUB_SECRET",
    )


def extract(settings: Settings, source: ServiceNowSource) -> list[str]:
    said: list[str] = []
    extract_servicenow(settings, source, progress=said.append)
    return said


@pytest.mark.parametrize("grant", ["password", "client_credentials"])
def test_a_token_is_fetched_once_and_used(
    grant: str, settings: Settings, by_token: ServiceNowSource, stub: StubTableApi
) -> None:
    source = replace(by_token, auth=f"oauth_{grant}")
    extract(settings, source)
    assert len(stub.sign_ins) == 1
    assert stub.sign_ins[0]["grant_type"] == grant
    assert stub.sign_ins[0].get("username") == (USER if grant == "password" else None)
    assert {request.authorization for request in stub.requests} == {f"Bearer {TOKEN}"}


def test_a_token_that_expires_half_way_is_renewed(
    settings: Settings, by_token: ServiceNowSource, stub: StubTableApi
) -> None:
    def expire(request: Request, reply: Reply) -> Reply:
        return replace(reply, status=401, body=b"") if request.number == 5 else reply

    stub.meddle = expire
    extract(settings, by_token)
    assert len(stub.sign_ins) == 2
    assert len(landed(settings.raw, "servicenow", "incident")) == ROWS


def test_a_refused_sign_in_names_the_variables(
    settings: Settings,
    by_token: ServiceNowSource,
    stub: StubTableApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STUB_SECRET", "wrong-and-secret")
    with pytest.raises(ExtractionError, match=r"sign-in at .* was refused") as caught:
        extract(settings, by_token)
    assert "STUB_SECRET" in str(caught.value)
    assert "wrong-and-secret" not in str(caught.value)
    assert not stub.requests


@pytest.mark.parametrize(("status", "words"), [(401, "credentials"), (403, "read access")])
def test_a_refused_account_is_not_asked_again(
    status: int,
    words: str,
    settings: Settings,
    source: ServiceNowSource,
    stub: StubTableApi,
) -> None:
    stub.meddle = lambda _, reply: replace(reply, status=status, body=b"")
    with pytest.raises(ExtractionError, match=words):
        extract(settings, source)
    assert len(stub.requests) == 1


def test_a_variable_that_is_not_set_is_named(
    settings: Settings,
    source: ServiceNowSource,
    stub: StubTableApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("STUB_SECRET")
    with pytest.raises(ExtractionError, match="environment variable STUB_SECRET is not set"):
        extract(settings, source)
    assert not stub.requests


def test_a_token_that_no_header_can_carry_is_not_told(
    settings: Settings,
    by_token: ServiceNowSource,
    stub: StubTableApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.support.stub_table_api.TOKEN", "canary\r\nfrom a broken sign-in")
    with pytest.raises(ExtractionError, match="the last: LocalProtocolError") as caught:
        extract(settings, by_token)
    assert "canary" not in "".join(traceback.format_exception(caught.value))
    assert not stub.requests


def test_secrets_are_nowhere_in_messages_objects_or_files(
    settings: Settings, by_token: ServiceNowSource, stub: StubTableApi
) -> None:
    said = extract(settings, by_token)
    stub.meddle = lambda _, reply: replace(reply, body=b"{")
    with pytest.raises(ExtractionError) as caught:
        extract(settings, by_token)
    with ApiSession("servicenow", by_token) as session:
        shown = [*said, str(caught.value), repr(caught.value), repr(by_token), repr(session)]
    files = [path.read_bytes() for path in settings.home.rglob("*") if path.is_file()]
    for secret in (SECRET, TOKEN):
        assert not any(secret in text for text in shown)
        assert not any(secret.encode() in content for content in files)


def test_retry_after_is_waited_for(source: ServiceNowSource, stub: StubTableApi) -> None:
    waits: list[float] = []

    def busy(request: Request, reply: Reply) -> Reply:
        headers = {"Retry-After": "7"}
        return replace(reply, status=429, headers=headers) if request.number < 2 else reply

    stub.meddle = busy
    patient = replace(source, patience=Patience(attempts=3, longest_wait_seconds=10))
    with ApiSession("servicenow", patient, sleep=waits.append) as session:
        assert session.get("/api/now/table/incident").total_count == ROWS
    assert waits == [7.0, 7.0]


def test_retry_after_may_be_a_date(source: ServiceNowSource, stub: StubTableApi) -> None:
    waits: list[float] = []
    headers = {
        "Retry-After": "Sat, 31 Jan 2026 10:00:09 GMT",
        "Date": "Sat, 31 Jan 2026 10:00:00 GMT",
    }

    def busy(request: Request, reply: Reply) -> Reply:
        return replace(reply, status=429, headers=headers) if request.number == 0 else reply

    stub.meddle = busy
    patient = replace(source, patience=Patience(attempts=3, longest_wait_seconds=30))
    with ApiSession("servicenow", patient, sleep=waits.append) as session:
        session.get("/api/now/table/incident")
    assert waits == [9.0]


def test_a_rest_longer_than_patience_ends_the_run_and_says_how_long(
    source: ServiceNowSource, stub: StubTableApi
) -> None:
    stub.meddle = lambda _, reply: replace(reply, status=429, headers={"Retry-After": "3600"})
    with (
        ApiSession("servicenow", source) as session,
        pytest.raises(ExtractionError, match="3600 s of rest"),
    ):
        session.get("/api/now/table/incident")
    assert len(stub.requests) == 1


def test_credentials_follow_no_redirection(source: ServiceNowSource, stub: StubTableApi) -> None:
    onward = {"Location": "https://elsewhere.example/login?ticket=secret-ticket"}
    stub.meddle = lambda _, reply: replace(reply, status=302, headers=onward)
    with (
        ApiSession("servicenow", source) as session,
        pytest.raises(ExtractionError, match=r"elsewhere\.example/login") as caught,
    ):
        session.get("/api/now/table/incident")
    assert "secret-ticket" not in str(caught.value)
    assert len(stub.requests) == 1
