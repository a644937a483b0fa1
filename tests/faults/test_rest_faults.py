"""A REST API that breaks as real ones do: refused by name or asked again, and nothing is lost."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest

from orchestration.extract.connectors.rest import check, open_tables
from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads, last_cursor
from orchestration.extract.raw_zone import locked_source
from orchestration.sandbox.serving.faults import Fault
from orchestration.sandbox.serving.http_server import Answer, Request
from orchestration.sandbox.serving.rest_api import Kind
from tests.support.raw_reading import landed, leftovers
from tests.support.rest_things import (
    PAGE,
    ROWS,
    SOURCE,
    THINGS,
    Things,
    running_things,
    stamp,
    thing,
)

EVERY_KEY = {thing(number)[0] for number in range(ROWS)}


@pytest.fixture
def api() -> Iterator[Things]:
    with running_things() as running:
        yield running


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def keys(raw: Path) -> list[str]:
    return [row["thing_id"] for row in landed(raw, SOURCE, "things")]


def refused(api: Things, raw: Path, **changes: object) -> str:
    """What a refusal says, once it is sure that nothing has landed."""
    before = committed_loads(raw, SOURCE)
    with pytest.raises(ExtractionError) as caught:
        api.load(raw, **changes)
    assert committed_loads(raw, SOURCE) == before
    assert not leftovers(raw)
    assert caught.value.remedy
    return str(caught.value)


def test_everything_comes_once_in_order(api: Things, raw: Path) -> None:
    load = api.load(raw)
    assert sorted(keys(raw)) == sorted(EVERY_KEY)
    stamps = [row["updated_at"] for row in landed(raw, SOURCE, "things")]
    assert stamps == sorted(stamps)
    rows, swept = load.tables
    assert (rows.row_count, rows.cursor_after) == (ROWS, stamp(ROWS - 1))
    assert (swept.table_name, swept.row_count) == ("things__keys", ROWS)
    assert {row["thing_id"] for row in landed(raw, SOURCE, "things__keys")} == EVERY_KEY


def test_the_next_load_brings_the_overlap_and_what_changed(api: Things, raw: Path) -> None:
    api.load(raw)
    changed = thing(3, updated_at="2026-01-01 02:00:00", name="renamed")
    api.hold([thing(number) for number in range(ROWS) if number != 3] + [changed])
    load = api.load(raw)
    # The overlap of 60 seconds: the newest minute and the one before, three things.
    late = [thing(number)[0] for number in (22, 23, 24)]
    assert sorted(keys(raw)[ROWS:]) == sorted([*late, changed[0]])
    assert load.tables[0].cursor_after == "2026-01-01 02:00:00"
    # The same things are there: no sweep lands.
    assert load.tables[1].row_count == 0


def test_a_stamp_from_the_future_does_not_carry_the_cursor_away(api: Things, raw: Path) -> None:
    api.hold([thing(0), thing(1, updated_at="2999-01-01 00:00:00")])
    load = api.load(raw)
    assert len(keys(raw)) == 2
    assert "2026" <= str(load.tables[0].cursor_after)[:4] < "2999"


@pytest.mark.parametrize(
    "kind",
    [
        Kind.TOO_MANY_REQUESTS,
        Kind.TOO_MANY_UNTIL,
        Kind.SERVER_ERROR,
        Kind.SIGNED_OUT,
        Kind.ERROR_IN_200,
        Kind.CUT_BODY,
        Kind.CURSOR_EXPIRED,
        Kind.CURSOR_UNKNOWN,
    ],
)
@pytest.mark.parametrize("skip", [0, 3, 4, 6])
def test_a_passing_fault_costs_a_request_and_no_row(
    api: Things, raw: Path, kind: Kind, skip: int
) -> None:
    api.api.faults.plan(Fault(kind, skip=skip))
    api.load(raw)
    assert sorted(keys(raw)) == sorted(EVERY_KEY)
    assert {row["thing_id"] for row in landed(raw, SOURCE, "things__keys")} == EVERY_KEY


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.SERVER_ERROR, "HTTP 503"),
        (Kind.ERROR_IN_200, "HTTP 200 with an error instead of rows ('internal')"),
        (Kind.CUT_BODY, "RemoteProtocolError"),
        (Kind.SIGNED_OUT, "HTTP 401"),
        (Kind.REDIRECTED, "elsewhere.example"),
        (Kind.PAGE_TWICE, "a page came twice"),
        (Kind.CURSOR_LOOP, "round in a circle"),
        (Kind.SHORT_PAGE, "counts disagree"),
        (Kind.OTHER_TOTAL, "counts disagree"),
    ],
)
def test_a_lasting_fault_is_refused_by_name(api: Things, raw: Path, kind: Kind, words: str) -> None:
    # The newest row, the count and the first page are well; from the second page on nothing is.
    api.api.faults.plan(Fault(kind, skip=3), times=20)
    assert words in refused(api, raw)


@pytest.mark.parametrize("kind", [Kind.CURSOR_EXPIRED, Kind.CURSOR_UNKNOWN])
def test_cursors_that_never_last_end_the_load(api: Things, raw: Path, kind: Kind) -> None:
    # Where all things share one stamp, no list without a cursor goes beyond the first page.
    api.api.faults.plan(Fault(kind), times=20)
    api.hold([thing(number, updated_at="2026-01-01 03:00:00") for number in range(ROWS)])
    assert "lost its cursor 4 times in one place" in refused(api, raw)


def test_a_rest_longer_than_patience_ends_the_load(api: Things, raw: Path) -> None:
    api.api.faults.plan(Fault(Kind.TOO_MANY_REQUESTS, retry_after_seconds=3_600))
    assert "3600 s of rest" in refused(api, raw)


def test_a_limit_of_requests_is_kept_to(api: Things, raw: Path) -> None:
    api.api.requests_per_second = 4
    api.load(raw)
    assert sorted(keys(raw)) == sorted(EVERY_KEY)
    assert len(api.asked()) > 6, "some were refused and asked again"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.PAGE_TWICE, "strictly rising order"),
        (Kind.CURSOR_LOOP, "round in a circle"),
        (Kind.SHORT_PAGE, "counts disagree"),
        (Kind.CURSOR_EXPIRED, "cursor was lost 3 times"),
    ],
)
def test_half_a_sweep_deletes_nothing(api: Things, raw: Path, kind: Kind, words: str) -> None:
    # Six requests for rows come first: newest, count, three pages, count; then a page of keys.
    api.api.faults.plan(Fault(kind, skip=7), times=20)
    assert words in refused(api, raw)


def test_more_deletes_than_are_believed_are_refused(api: Things, raw: Path) -> None:
    api.load(raw)
    api.hold([thing(number) for number in range(14)])
    assert "11 of 25 records are gone at once; 10 would be believed" in refused(api, raw)
    load = api.load(raw, most_deleted_percent=44)
    assert load.tables[1].row_count == 14


def with_rows(change: Callable[[dict[str, object]], object]) -> Callable[[Request, Answer], Answer]:
    """A hand that changes each row of every list."""

    def meddle(request: Request, answer: Answer) -> Answer:
        if "/things?" not in request.target or answer.status != 200:
            return answer
        content = orjson.loads(answer.body)
        for row in content["data"]:
            change(row)
        return replace(answer, body=orjson.dumps(content))

    return meddle


def only(number: int, **values: object) -> Callable[[dict[str, object]], object]:
    """A change to one thing alone."""
    key = thing(number)[0]
    return lambda row: row.update(values) if row["thing_id"] == key else None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda row: row.pop("name"), "columns ['name'] are gone"),
        (lambda row: row.update(title=row.pop("name")), "not read: ['title']"),
        (
            lambda row: row.update(weight_kg=str(row["weight_kg"])),
            "column 'weight_kg' is text where decimal was promised",
        ),
        (lambda row: row.update(is_new="yes"), "column 'is_new' is text where boolean"),
        (only(7, weight_kg="7"), "column 'weight_kg' is text where decimal was promised"),
        (only(7, name=7), "column 'name' is number and text where one kind of value was promised"),
        (only(7, name={"first": "x"}), "column 'name' is object and text"),
        (lambda row: row.pop("name") if row["weight_kg"] == 7 else None, "'name' is missing"),
        (lambda row: row.update(updated_at="today"), "no UTC time"),
        (lambda row: row.update(updated_at=None), "no UTC time"),
        (only(7, updated_at=None), "no key or no stamp"),
        (only(7, thing_id=None), "no key or no stamp"),
        (only(7, updated_at="2026-01-01T09:00:00Z"), "out of order"),
    ],
)
def test_a_changed_column_is_refused_by_name(
    api: Things, raw: Path, change: Callable[[dict[str, object]], object], words: str
) -> None:
    api.api.meddle = with_rows(change)
    assert words in refused(api, raw)


def test_rows_outside_the_window_are_refused(api: Things, raw: Path) -> None:
    """The second window begins at 00:11: an API that ignores the bounds sends older rows."""
    api.load(raw)
    older = {"updated_at": "2025-12-31T23:59:59Z"}
    api.api.meddle = with_rows(
        lambda row: row.update(older) if row["updated_at"] == "2026-01-01T00:11:00Z" else None
    )
    assert "outside the window asked for (2026-01-01T00:11:00Z" in refused(api, raw)


def test_a_new_column_is_noted_and_left_out(api: Things, raw: Path) -> None:
    api.api.meddle = with_rows(lambda row: row.update(colour="red"))
    load = api.load(raw)
    assert load.tables[0].new_columns == ("colour",)
    assert "colour" not in landed(raw, SOURCE, "things")[0]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[]", "an error instead of rows"),
        (b'{"data":{},"next_cursor":null,"total":0}', "without a list of rows"),
        (b'{"data":[],"next_cursor":null}', "without a total"),
        (b'{"data":[],"next_cursor":7,"total":0}', "next_cursor that is no text"),
        (b'{"data":[1],"next_cursor":null,"total":1}', "without a list of rows"),
        (b'{"data":[', "a body cut short"),
        (b"<html>Sign in</html>", "a body cut short"),
    ],
)
def test_an_answer_of_another_shape_is_refused(
    api: Things, raw: Path, body: bytes, words: str
) -> None:
    api.api.meddle = lambda request, answer: (
        replace(answer, body=body) if "/things?" in request.target else answer
    )
    assert words in refused(api, raw)


def test_an_api_that_knows_other_parameters_says_so(api: Things, raw: Path) -> None:
    api.api.meddle = lambda request, answer: (
        Answer(400, b'{"error":{"code":"unknown_parameter","message":"sort for ann@example.org"}}')
        if "sort=" in request.target
        else answer
    )
    said = refused(api, raw)
    assert "HTTP 400 ('unknown_parameter')" in said
    assert "ann@example.org" not in said


def test_a_row_that_changes_while_it_is_read_comes_with_the_next_load(
    api: Things, raw: Path
) -> None:
    after = [thing(number) for number in range(ROWS) if number != 20]
    after.append(thing(20, updated_at="2026-01-01 05:00:00"))
    pages = 0

    def meddle(request: Request, answer: Answer) -> Answer:
        nonlocal pages
        pages += f"limit={PAGE}" in request.target and "/things?" in request.target
        if pages == 1:
            api.hold(after)
        return answer

    api.api.meddle = meddle
    api.load(raw)
    assert sorted(keys(raw)) == sorted(EVERY_KEY - {thing(20)[0]})
    api.load(raw)
    assert set(keys(raw)) == EVERY_KEY


def test_an_expired_cursor_goes_on_at_the_last_stamp(api: Things, raw: Path) -> None:
    api.api.faults.plan(Fault(Kind.CURSOR_EXPIRED, skip=4))
    api.load(raw)
    # Two pages of ten were read; things 18 and 19 share the last stamp.
    resumed = [target for target in api.asked() if "updated_from=" in target]
    assert resumed
    assert all("updated_from=2026-01-01T00%3A09%3A00Z" in target for target in resumed)
    assert len(keys(raw)) == ROWS


def test_the_cursor_and_the_window_stand_in_the_ledger(api: Things, raw: Path) -> None:
    api.load(raw)
    (file,) = committed_loads(raw, SOURCE)[0].glob("_ledger/*.parquet")
    ledger = {row["table_name"]: row for row in pq.read_table(file).to_pylist()}
    assert ledger["things"]["source_count_before"] == str(ROWS)
    assert ledger["things"]["source_count_after"] == str(ROWS)
    assert ledger["things"]["page_count"] == "3"
    assert ledger["things"]["window_to"] == stamp(ROWS - 1).replace(" ", "T") + "Z"
    assert last_cursor(raw, SOURCE, "things") == stamp(ROWS - 1)


def test_no_credential_is_said_or_kept(api: Things, raw: Path) -> None:
    api.load(raw)
    api.api.faults.plan(Fault(Kind.SERVER_ERROR), times=20)
    said = [*api.said, refused(api, raw), repr(api.source)]
    secret = api.credentials.client_secret
    assert not any(secret in text for text in said)
    files = [path.read_bytes() for path in raw.rglob("*") if path.is_file()]
    assert not any(secret.encode() in content for content in files)


@pytest.mark.parametrize("token", ["canary\n", "can\u00e4ry canary"])
def test_a_token_that_is_none_is_refused_and_not_told(
    api: Things, raw: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("THINGS_TOKEN", token)
    with pytest.raises(ExtractionError, match="THINGS_TOKEN holds a line break") as caught:
        api.load(raw, auth="bearer", token_variable="THINGS_TOKEN")
    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_a_fixed_token_opens_the_door_too(
    api: Things, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = api.credentials
    granted = api.api.login.grant(
        {
            "grant_type": "client_credentials",
            "client_id": known.client_id,
            "client_secret": known.client_secret,
        }
    )
    assert granted is not None
    monkeypatch.setenv("THINGS_TOKEN", str(granted["access_token"]))
    api.load(raw, auth="bearer", token_variable="THINGS_TOKEN")
    assert len(keys(raw)) == ROWS
    assert not any(target.startswith("/oauth") for target in api.api.seen)


def test_a_look_at_the_connection_says_what_is_wrong_and_lands_nothing(
    api: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check(SOURCE, api.source, (THINGS,)) == []
    api.api.faults.rename("things", "name", "title")
    (said,) = check(SOURCE, api.source, (THINGS,))
    assert "columns ['name'] are gone" in said
    monkeypatch.setenv("THINGS_SECRET", "wrong-and-secret")
    (said,) = check(SOURCE, api.source, (THINGS, THINGS))
    assert "was refused" in said
    assert "THINGS_SECRET" in said
    assert "wrong-and-secret" not in said
    monkeypatch.delenv("THINGS_SECRET")
    (said,) = check(SOURCE, api.source, (THINGS,))
    assert "environment variable THINGS_SECRET is not set" in said


def test_a_stamp_is_a_time_whatever_the_contract_leaves_open(api: Things, raw: Path) -> None:
    open_promise = replace(THINGS, types={})
    with (
        locked_source(raw, SOURCE) as locked,
        open_tables(SOURCE, api.source, (open_promise,), locked, api.said.append) as tables,
    ):
        load = locked.commit(tables)
    assert load.tables[0].cursor_after == stamp(ROWS - 1)
    assert {row["updated_at"] for row in landed(raw, SOURCE, "things")} == {
        stamp(number) for number in range(ROWS)
    }
