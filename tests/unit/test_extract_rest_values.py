"""JSON values as text: one form for each, exact to the last digit, and refused when retyped."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orchestration.extract.connectors.rest.pages import parsed
from orchestration.extract.connectors.rest.values import Columns, RetypedError


def texts(values: str, kind: str = "") -> list[str | None]:
    """What becomes of a JSON list of values in one column."""
    rows = [{"x": value} for value in parsed(values.encode())]
    found: list[str | None] = (
        Columns(("x",), {"x": kind} if kind else {}).table(rows)["x"].to_pylist()
    )
    return found


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("0", "0"),
        ("-0.0", "0"),
        ("1200", "1200"),
        ("1200.00", "1200"),
        ("1234.50", "1234.5"),
        ("0.1", "0.1"),
        ("-0.07", "-0.07"),
        ("100.01", "100.01"),
        ("99999999999.99", "99999999999.99"),
        ("1e3", "1000"),
        ("1.5E-7", "0.00000015"),
        ("9007199254740993", "9007199254740993"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("12345678901234567.89", "12345678901234567.89"),
        ("0.30000000000000000001", "0.30000000000000000001"),
        ("100000000000000000.01", "100000000000000000.01"),
    ],
)
def test_a_number_keeps_every_digit_and_no_noise(written: str, text: str) -> None:
    assert texts(f"[{written}]", "decimal") == [text]
    assert texts(f"[null, {written}, null]") == [None, text, None]


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.none()))
def test_any_amount_comes_out_as_it_was_written(amounts: list[Decimal | None]) -> None:
    written = ",".join("null" if amount is None else str(amount) for amount in amounts)
    found = texts(f"[{written}]", "decimal")
    assert [None if text is None else Decimal(text) for text in found] == amounts
    assert not any("e" in (text or "").lower() for text in found)


@given(st.lists(st.text() | st.none()))
@example(["a\x1fb", "", "c"])
@example(["\x1f"])
@example(["café", "", "日"])
def test_any_text_comes_out_as_it_went_in(values: list[str | None]) -> None:
    kept = [value for value in values if value is None or _is_json(value)]
    for kind in ("", "text"):
        assert texts(orjson.dumps(kept).decode(), kind) == kept


def _is_json(value: str) -> bool:
    """Whether text can be written as UTF-8 at all."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def test_booleans_and_nested_values_have_one_form() -> None:
    assert texts("[true, false, null]") == ["true", "false", None]
    assert texts('[{"b": 1, "a": [2.50, null]}, null]') == ['{"a":[2.5,null],"b":1}', None]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2026-01-31T23:59:59Z", "2026-01-31 23:59:59"),
        ("2026-01-31T23:59:59.125Z", "2026-01-31 23:59:59"),
        ("2026-01-31T23:59:59+00:00", "2026-01-31 23:59:59"),
        ("2026-01-31 23:59:59Z", "2026-01-31 23:59:59"),
        ("2026-01-31T23:59:59+01:00", "2026-01-31T23:59:59+01:00"),
        ("31/01/2026", "31/01/2026"),
        ("", ""),
    ],
)
def test_a_time_in_utc_has_one_form_and_anything_else_stays(written: str, text: str) -> None:
    assert texts(f'["{written}"]', "timestamp") == [text]
    plain = "2025-12-31T00:00:00Z"
    assert texts(f'["{plain}", null, "{written}", "{plain}"]', "timestamp") == [
        "2025-12-31 00:00:00",
        None,
        text,
        "2025-12-31 00:00:00",
    ]


@pytest.mark.parametrize(
    ("kind", "good", "bad", "words"),
    [
        ("decimal", 1.5, "1.5", "text where decimal"),
        ("decimal(18, 2)", 1, True, "boolean where decimal"),
        ("integer", 1, 1.5, "number where integer"),
        ("boolean", True, 1, "number where boolean"),
        ("date", "2026-01-31", 20260131, "number where date"),
        ("text", "x", {"y": 1}, "object where text"),
        ("", 1, "1", "text where number"),
        ("", [1], "1", "text where list and object"),
    ],
)
def test_a_column_of_another_kind_is_refused_by_name(
    kind: str, good: Any, bad: Any, words: str
) -> None:
    columns = Columns(("x",), {"x": kind} if kind else {})
    columns.table([{"x": good}, {"x": None}])
    with pytest.raises(RetypedError, match=f"'x' is {words} was promised"):
        columns.table([{"x": bad}])


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ({"x": "text", "y": "date", "z": "timestamp"}, False),
        ({"x": "boolean", "y": "text", "z": "text"}, False),
        ({"x": "text", "y": "decimal(18, 2)", "z": "text"}, True),
        ({"x": "integer", "y": "text", "z": "text"}, True),
        ({"x": "text", "y": "text"}, True),
    ],
)
def test_numbers_are_looked_for_wherever_none_is_ruled_out(
    types: dict[str, str], expected: bool
) -> None:
    assert Columns(("x", "y", "z"), types).may_hold_numbers is expected


def test_a_missing_column_is_named() -> None:
    with pytest.raises(KeyError, match="y"):
        Columns(("x", "y"), {}).table([{"x": 1, "y": 2}, {"x": 1}])
