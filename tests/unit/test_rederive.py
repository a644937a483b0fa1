"""Statuses judged again: every boundary, reckoned by hand from the printed rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orchestration.audit.rederive.composite import judge_composite
from orchestration.audit.rederive.promises import divided, expected_on
from orchestration.audit.rederive.single import Status
from tests.support.rederiving import (
    ALWAYS,
    RULES,
    figure,
    judge,
    measure,
    promise,
    rule,
    status_of,
)

JUNE, SEPTEMBER = date(2025, 6, 30), date(2025, 9, 30)
AVAILABILITY = promise("99.70", "99.95")
YEAR = {"shape": "linear", "deadline": date(2026, 3, 31)}
HALF = {"shape": "linear", "deadline": SEPTEMBER}


@pytest.mark.parametrize(
    ("baseline", "target", "given", "day", "expected"),
    [
        # 750,000 x 30 / 365, then 750,000 x 183 / 365
        ("750000", "1500000", YEAR, date(2025, 4, 30), "811643.835616438"),
        ("750000", "1500000", YEAR, SEPTEMBER, "1126027.397260274"),
        # 58 - 28 x 91 / 183
        ("58", "30", HALF, JUNE, "44.076502732"),
        ("58", "30", HALF, date(2025, 3, 31), "58"),
        ("58", "30", HALF, SEPTEMBER, "30"),
        ("58", "30", HALF, date(2025, 10, 31), "30"),
        (None, "30", {}, JUNE, "30"),
    ],
)
def test_what_is_due_lies_on_the_line_from_baseline_to_target(
    baseline: str | None, target: str, given: dict[str, Any], day: date, expected: str
) -> None:
    assert expected_on(promise(baseline, target, **given), day) == Decimal(expected)


def test_a_step_holds_from_its_day_and_a_plan_has_only_its_own_days() -> None:
    points = ((date(2025, 5, 31), Decimal(3)), (JUNE, Decimal(5)))
    stepped = promise("1", "9", shape="stepped", points=points)
    assert [expected_on(stepped, date(2025, m, d)) for m, d in ((5, 30), (5, 31), (6, 29))] == [
        Decimal(1),
        Decimal(3),
        Decimal(3),
    ]
    assert expected_on(stepped, date(2025, 7, 31)) == 5
    planned = promise("0", "9", shape="profile", points=points)
    assert expected_on(planned, JUNE) == 5
    assert expected_on(planned, date(2025, 7, 31)) is None


def test_a_quotient_has_nine_decimals_half_away_from_zero() -> None:
    assert divided(Decimal("0.072"), Decimal("0.08")) == Decimal("0.9")
    assert divided(Decimal(1), Decimal(2_000_000_000)) == Decimal("0.000000001")
    assert divided(Decimal(-1), Decimal(2_000_000_000)) == Decimal("-0.000000001")
    assert divided(Decimal(1), Decimal(0)) is None


@pytest.mark.parametrize(
    ("value", "attainment", "colour"),
    [
        ("99.925", "0.9", "green"),  # in floating point 0.8999..., which would be amber
        ("99.924", "0.896", "amber"),
        ("99.92", "0.88", "amber"),
        ("99.875", "0.7", "amber"),
        ("99.874", "0.696", "red"),
        ("99.80", "0.4", "red"),
        ("99.69", "-0.04", "red"),
        ("100", "1.2", "green"),
    ],
)
def test_the_share_of_the_improvement_decides_between_its_bounds(
    value: str, attainment: str, colour: str
) -> None:
    found = status_of(measure(), [AVAILABILITY], figure(value, JUNE))
    assert (found.attainment, found.rag_status) == (Decimal(attainment), colour)
    assert found.rag_reason is None


@pytest.mark.parametrize(
    ("value", "direction", "percent", "colour"),
    [
        ("80", "higher", "0", "green"),
        ("79.99", "higher", "0.000125", "amber"),
        ("76", "higher", "0.05", "amber"),  # exactly five percent of the target
        ("75.99", "higher", "0.050125", "red"),
        ("84", "lower", "0.05", "amber"),
        ("84.01", "lower", "0.050125", "red"),
        ("20", "lower", "-0.75", "green"),
    ],
)
def test_a_shortfall_is_a_share_of_the_target(
    value: str, direction: str, percent: str, colour: str
) -> None:
    by_variance = measure(
        direction=direction, attainment_method="variance", rag_profile_id="variance_5"
    )
    found = status_of(by_variance, [promise(None, "80")], figure(value, JUNE))
    assert (found.variance_pct, found.rag_status) == (Decimal(percent), colour)
    assert found.attainment is None


@pytest.mark.parametrize(
    ("given", "figures", "promises", "reason"),
    [
        ({}, [figure("5", date(2025, 3, 31))], [promise("1", "9")], "not_started"),
        ({}, [figure("5", JUNE)], [], "no_target"),
        ({}, [figure("5", JUNE)], [promise("1", "9", holds_to=date(2025, 6, 29))], "no_target"),
        ({}, [figure("5", JUNE)], [promise(None, None)], "no_target"),
        ({}, [figure("5", JUNE)], [promise("1", "9", start=JUNE, **YEAR)], "not_started"),
        ({}, [figure("5", JUNE)], [promise(None, "9")], "no_baseline"),
        ({}, [figure(None, JUNE)], [AVAILABILITY], "awaiting_data"),
        ({}, [figure(None, JUNE, value_status="rejected")], [AVAILABILITY], "rejected"),
        ({}, [figure(None, JUNE, value_status="suppressed")], [], "suppressed"),
        ({}, [figure(None, JUNE, value_status="not_expected")], [], "not_expected"),
        # Due on 10 February: ten days more than as_of has.
        ({}, [figure("99.9", date(2026, 1, 31))], [AVAILABILITY], "not_due"),
        ({}, [figure(None, date(2026, 1, 31))], [AVAILABILITY], "not_due"),
        (
            {"attainment_method": "variance", "rag_profile_id": "variance_5"},
            [figure("5", JUNE)],
            [promise(None, "0")],
            "target_is_zero",
        ),
    ],
)
def test_the_first_reason_that_holds_stands_where_there_is_no_colour(
    given: dict[str, Any], figures: list[dict[str, Any]], promises: list[Any], reason: str
) -> None:
    found = status_of(measure(**given), promises, *figures)
    assert (found.rag_status, found.rag_reason) == ("none", reason)


def test_the_due_date_itself_completes_a_period() -> None:
    row = figure("100", date(2026, 1, 21))
    assert status_of(measure(), [AVAILABILITY], row).rag_status == "green"
    the_day_before = status_of(measure(), [AVAILABILITY], row, as_of=date(2026, 1, 30))
    assert (the_day_before.rag_reason, the_day_before.value_status) == ("not_due", "provisional")
    assert the_day_before.is_met is True


def test_a_promise_that_was_kept_from_the_start_is_full_marks_or_a_shortfall() -> None:
    kept = promise("80", "80")
    found = status_of(measure(), [kept], figure("80", JUNE))
    assert (found.attainment, found.rag_status) == (1, "green")
    found = status_of(measure(), [kept], figure("76", JUNE))
    assert (found.attainment, found.rag_status) == (None, "amber")
    assert found.rag_profile_id == "variance_5"


def test_the_other_ways_to_count_a_share() -> None:
    by_ratio = measure(attainment_method="ratio", direction="lower")
    found = status_of(by_ratio, [promise("20", "8")], figure("10", JUNE))
    assert (found.attainment, found.rag_status) == (Decimal("0.8"), "amber")
    assert status_of(by_ratio, [promise("20", "8")], figure("0", JUNE)).attainment == 1
    # Of all of it, whatever the date: (44 - 58) / (30 - 58); by the line 14 of 13.92 were due.
    final = measure(attainment_method="share_of_final", direction="lower")
    found = status_of(final, [promise("58", "30", **HALF)], figure("44", JUNE))
    assert (found.attainment, found.rag_status) == (Decimal("0.5"), "red")


@pytest.mark.parametrize(("value", "is_met"), [("29.9", True), ("30", False), ("30.1", False)])
def test_under_thirty_is_strict(value: str, is_met: bool) -> None:
    strict = measure(direction="lower", is_strict=True)
    found = status_of(strict, [promise("58", "30", **HALF)], figure(value, SEPTEMBER))
    assert found.is_met is is_met
    if value == "30":
        assert (found.attainment, found.rag_status, found.is_overdue) == (1, "green", False)
    after = status_of(strict, [promise("58", "30", **HALF)], figure(value, date(2025, 10, 31)))
    assert after.is_overdue is not is_met


@pytest.mark.parametrize(
    ("value", "variance", "colour"),
    [("95", "0", "green"), ("105", "0", "green"), ("94", "1", "amber"), ("110.3", "5.3", "red")],
)
def test_both_edges_of_a_band_are_inside(value: str, variance: str, colour: str) -> None:
    """1 / 95 is 1.05%; 5.3 / 105 is 5.05%."""
    band = measure(measure_kind="band", direction="none")
    edges = promise(None, None, lower=Decimal(95), upper=Decimal(105))
    found = status_of(band, [edges], figure(value, JUNE))
    assert (found.variance, found.rag_status) == (Decimal(variance), colour)
    assert (found.rag_profile_id, found.expected_value) == ("variance_5", None)


def test_a_band_around_zero_is_judged_by_its_size() -> None:
    band = measure(measure_kind="band", direction="lower")
    found = status_of(band, [promise("4.2", "2")], figure("-2.22", JUNE))
    assert (found.attainment, found.rag_status) == (Decimal("0.9"), "green")
    assert (found.value, found.variance, found.is_met) == (
        Decimal("-2.22"),
        Decimal("0.22"),
        False,
    )


@pytest.mark.parametrize(("value", "colour"), [("0", "green"), ("1", "red")])
def test_none_allowed_means_none(value: str, colour: str) -> None:
    never = measure(
        rag_profile_id="zero_tolerance", attainment_method="variance", direction="lower"
    )
    assert status_of(never, [promise(None, "0")], figure(value, JUNE)).rag_status == colour


@pytest.mark.parametrize(
    ("value", "colour", "tier"),
    [
        ("70", "green", "desirable"),
        ("69", "amber", "essential"),
        ("60", "amber", "essential"),
        ("59", "red", None),
        ("90", "green", "aspirational"),
    ],
)
def test_the_highest_tier_reached_decides(value: str, colour: str, tier: str | None) -> None:
    tiers = (
        (1, "essential", Decimal(60)),
        (2, "desirable", Decimal(70)),
        (3, "aspirational", Decimal(80)),
    )
    by_tier = measure(rag_profile_id="tiers", attainment_method="variance")
    found = status_of(by_tier, [promise(None, "70", tiers=tiers)], figure(value, JUNE))
    assert (found.rag_status, found.tier_reached) == (colour, tier)


DEADLINE = date(2025, 7, 28)


@pytest.mark.parametrize(
    ("figures", "colour", "reason"),
    [
        ([figure("0", JUNE)], "amber", None),  # 28 days left
        ([figure("0", date(2025, 6, 29))], "green", None),  # 29
        ([figure("0", DEADLINE)], "amber", None),
        ([figure("0", date(2025, 7, 29))], "red", None),
        ([figure(None, date(2025, 6, 29))], "green", None),
        ([figure(None, DEADLINE)], "amber", None),
        ([figure(None, date(2025, 7, 29))], "none", "awaiting_data"),
        ([figure("0", date(2025, 5, 31), is_off_plan=True)], "amber", None),
        ([figure("1", date(2025, 8, 31), delivered_on_date=DEADLINE)], "green", None),
        ([figure("1", date(2025, 8, 31), delivered_on_date=date(2025, 7, 29))], "amber", None),
        ([figure("1", date(2025, 8, 31))], "amber", None),
        ([figure("1", date(2025, 8, 31)), figure("1", SEPTEMBER)], "green", None),
        ([figure("1", JUNE), figure("0", date(2025, 7, 31))], "red", None),
        # Silence takes nothing away.
        (
            [figure("1", JUNE), figure(None, date(2025, 7, 31)), figure("1", date(2025, 8, 31))],
            "green",
            None,
        ),
    ],
)
def test_what_has_a_date_is_judged_by_the_days_left(
    figures: list[dict[str, Any]], colour: str, reason: str | None
) -> None:
    certified = measure(measure_kind="binary", rag_profile_id="milestone")
    found = status_of(certified, [promise(None, "1", deadline=DEADLINE)], *figures)
    assert (found.rag_status, found.rag_reason) == (colour, reason)


def test_a_period_is_judged_by_the_rules_and_the_target_of_its_day() -> None:
    stricter = (
        *(row | {"valid_to_date": date(2025, 5, 31)} for row in RULES),
        rule(
            "trajectory_70_90",
            "red",
            "attainment",
            "(,)",
            valid_from_date=date(2025, 6, 1),
            version=2,
        ),
    )
    versions = (
        ALWAYS | {"rule_id": "trajectory_70_90", "valid_to_date": date(2025, 5, 31)},
        ALWAYS | {"rule_id": "trajectory_70_90", "valid_from_date": date(2025, 6, 1), "version": 2},
    )
    by = judge(stricter)
    by = type(by)(stricter, versions, by.fallbacks, by.precedence, by.severity)
    for day, colour, version in ((date(2025, 5, 31), "green", 1), (JUNE, "red", 2)):
        found = status_of(measure(), [AVAILABILITY], figure("99.95", day), by=by)
        assert (found.rag_status, found.rag_rule_version) == (colour, version)
    replaced = promise("99.70", "99.80", holds_to=date(2025, 6, 29), version_id="old")
    later = promise("99.70", "99.95", holds_from=JUNE)
    found = status_of(measure(), [replaced, later], figure("99.80", JUNE))
    assert (found.target_version_id, found.rag_status) == ("m_v1", "red")


def _part(status: str, reason: str | None = None, **given: Any) -> tuple[dict[str, Any], Status]:
    said = {
        "value": Decimal(1),
        "value_status": "reported",
        "is_complete": True,
        "rag_profile_id": "trajectory_70_90",
        "rag_status": status,
        "rag_reason": reason,
        "target_version_id": "p_v1",
        "ruled_status": status,
        "is_met": status == "green",
    }
    return measure("p"), Status(**(said | given))


MISSING_DATA = _part("none", "awaiting_data", value=None, value_status="awaiting_data", is_met=None)
NO_BASELINE = _part("none", "no_baseline", is_met=False)


@pytest.mark.parametrize(
    ("parts", "colour", "reason", "value", "value_status"),
    [
        ([_part("green"), _part("red")], "red", None, "1", "reported"),
        ([_part("green"), _part("green")], "green", None, "2", "reported"),
        # Losing a red part turns nothing green.
        ([_part("green"), MISSING_DATA], "none", "awaiting_data", None, "awaiting_data"),
        # What cannot be judged is left aside.
        ([_part("green"), NO_BASELINE], "green", None, "1", "reported"),
        ([NO_BASELINE], "none", "no_baseline", "0", "reported"),
        (
            [_part("none", "not_started", target_version_id=None)],
            "none",
            "not_expected",
            None,
            "not_expected",
        ),
    ],
)
def test_a_composite_takes_the_worst_colour_unless_data_is_missing(
    parts: list[tuple[dict[str, Any], Status]],
    colour: str,
    reason: str | None,
    value: str | None,
    value_status: str,
) -> None:
    whole = measure("c", measure_kind="composite", rag_profile_id="composite")
    row = figure(None, JUNE, is_complete=True)
    found = judge_composite(whole, row, parts, judge())
    assert (found.rag_status, found.rag_reason) == (colour, reason)
    assert found.value == (None if value is None else Decimal(value))
    assert found.value_status == value_status


def test_a_composite_is_met_with_all_its_parts_and_overdue_with_one() -> None:
    whole = measure("c", measure_kind="composite", rag_profile_id="composite")
    row = figure(None, JUNE, is_complete=True)
    by_date = measure("d", measure_kind="milestone")
    late = (by_date, _part("red", is_overdue=True)[1])
    shares = [_part("green", attainment=Decimal("1.1")), _part("amber", attainment=Decimal("0.8"))]
    found = judge_composite(whole, row, shares, judge())
    assert (found.attainment, found.is_met, found.is_overdue) == (Decimal("0.8"), False, False)
    found = judge_composite(whole, row, [shares[0], late], judge())
    assert (found.attainment, found.is_overdue) == (0, True)
    assert judge_composite(whole, row, [shares[0]], judge()).is_met is True
