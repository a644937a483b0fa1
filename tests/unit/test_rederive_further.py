"""Objectives and longer spans worked out again: every boundary, reckoned by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.audit.rederive.copies import hold_published
from orchestration.audit.rederive.holding import hold_rows, is_near
from orchestration.audit.rederive.metric_figures import added_up
from orchestration.audit.rederive.objectives import weights_told
from orchestration.audit.rederive.release import AbsentColumnError, Row
from orchestration.audit.rederive.rolling import Member, member_on, rolled_up
from tests.support.rederiving import judge

JUNE = date(2025, 6, 30)
MEAN = {
    "roll_up": "attainment",
    "roll_up_rule_id": "mean",
    "version": 3,
    "minimum_share_pct": Decimal("0.5"),
    "at_risk_red_checks": 2,
}
WORST = MEAN | {"roll_up": "worst", "roll_up_rule_id": "worst", "at_risk_red_checks": None}


def member(share: str | None, colour: str = "green", **given: Any) -> Member:
    found = {"rag_reason": None, "weight": Decimal(1), "reds_running": 0} | given
    return Member(rag_status=colour, attainment=None if share is None else Decimal(share), **found)


WITHOUT = member(None, "none", rag_reason="awaiting_data")


@pytest.mark.parametrize(
    ("members", "mean", "colour"),
    [
        # What is ahead counts as 1: (1 + 0.8) / 2
        ([member("1.2"), member("0.8")], "0.9", "green"),
        ([member("1.2"), member("0.799999998")], "0.899999999", "amber"),
        # What fell behind its baseline counts as 0: (0 + 1) / 2
        ([member("-0.5", "red"), member("1")], "0.5", "red"),
        # (1.5 x 1 + 1 x 0.4) / 2.5, and 0.7 without weights
        ([member("1", weight=Decimal("1.5")), member("0.4", "red")], "0.76", "amber"),
        # Half of them have a share, which is enough
        ([member("0.95"), WITHOUT], "0.95", "green"),
        ([member("0.95"), WITHOUT, WITHOUT], None, "none"),
        ([], None, "none"),
    ],
)
def test_an_objective_is_the_mean_of_shares_between_nothing_and_all(
    members: list[Member], mean: str | None, colour: str
) -> None:
    row = rolled_up(members, MEAN, "trajectory_70_90", JUNE, judge())
    assert row["attainment"] == (None if mean is None else Decimal(mean))
    assert row["rag_status"] == colour
    assert row["rag_reason"] == ("insufficient_data" if colour == "none" else None)
    assert row["rule_version"] == (None if colour == "none" else 1)
    assert row["left_out_count"] == members.count(WITHOUT)


@pytest.mark.parametrize(
    ("members", "rule", "profile", "colour", "reason"),
    [
        ([member("1"), member("1", "amber"), WITHOUT], WORST, "trajectory_70_90", "amber", None),
        ([member("1"), member("1", "red")], MEAN, "variance_5", "red", None),
        (
            [WITHOUT, member(None, "none", rag_reason="not_due")],
            WORST,
            "variance_5",
            "none",
            "not_due",
        ),
        ([], WORST, "variance_5", "none", "insufficient_data"),
    ],
)
def test_the_worst_colour_decides_where_no_share_is_judged(
    members: list[Member], rule: dict[str, Any], profile: str, colour: str, reason: str | None
) -> None:
    row = rolled_up(members, rule, profile, JUNE, judge())
    assert (row["rag_status"], row["rag_reason"]) == (colour, reason)
    assert (row["attainment"], row["rag_profile_id"], row["left_out_count"]) == (None, None, None)


@pytest.mark.parametrize(("reds", "is_at_risk"), [(1, False), (2, True)])
def test_a_lasting_red_puts_a_green_objective_at_risk(reds: int, is_at_risk: bool) -> None:
    members = [member("1"), member("1"), member("1"), member("0.6", "red", reds_running=reds)]
    row = rolled_up(members, MEAN, "trajectory_70_90", JUNE, judge())
    assert (row["attainment"], row["rag_status"]) == (Decimal("0.9"), "green")
    assert row["is_at_risk"] is is_at_risk
    assert rolled_up(members, WORST, "variance_5", JUNE, judge())["is_at_risk"]


def period(month: int, colour: str, *, is_complete: bool = True) -> dict[str, Any]:
    return {
        "period_end_date": date(2025, month, 28),
        "rag_status": colour,
        "rag_reason": "awaiting_data" if colour == "none" else None,
        "attainment": Decimal("0.5"),
        "is_complete": is_complete,
    }


def test_a_measure_counts_with_its_latest_complete_period_and_what_is_missing_ends_no_red() -> None:
    rows = [period(3, "red"), period(4, "red"), period(5, "none")]
    rows += [period(6, "green", is_complete=False), period(7, "green")]
    assert member_on(rows, Decimal(1), JUNE) == Member("none", "awaiting_data", None, Decimal(1), 2)
    assert member_on(rows, Decimal(1), date(2025, 7, 28)).reds_running == 0
    assert member_on(rows, Decimal(1), date(2025, 3, 27)).rag_reason == "not_due"


def told(number: int, from_date: date, text: str) -> Row:
    said = f"A measure: weighs {text}."
    return Row(
        "fct_audit_events",
        {
            "register": "measure_weights",
            "measure_id": "m",
            "source_row": number,
            "effective_from_date": from_date,
            "description": said,
        },
    )


def test_a_later_entry_of_a_weight_takes_over_from_its_first_day() -> None:
    weights = weights_told(
        [
            told(3, date(2025, 7, 1), "2 in its objective from 2025-07-01 to 2025-07-31"),
            told(2, date(2025, 6, 1), "1.5 in its objective from 2025-06-01"),
        ]
    )
    days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 7, 1), date(2025, 7, 31)]
    assert [weights.on("m", day) for day in days] == [1, Decimal("1.5"), 2, 2]
    assert weights.on("m", date(2025, 8, 1)) == 1
    assert weights.on("other", JUNE) == 1
    with pytest.raises(AbsentColumnError, match="the weight of m"):
        weights_told([told(2, JUNE, "more than before")])


def figure(value: str, weighted: str | None, weight: str | None) -> dict[str, Decimal | None]:
    given = {"value": value, "weighted_value": weighted, "weight": weight}
    return {name: None if text is None else Decimal(text) for name, text in given.items()}


def test_a_span_adds_parts_or_figures_or_takes_the_last() -> None:
    rows = [figure("50", "100", "2"), figure("80", "640", "8")]
    # 740 / 10, not the mean of 50 and 80
    assert added_up("parts", rows) == 74
    assert added_up("total", rows) == 130
    assert added_up("latest", rows) == 80
    assert added_up("parts", [figure("50", None, None)]) is None
    assert added_up("parts", [figure("50", "0", "0")]) is None


@pytest.mark.parametrize(
    ("said", "derived", "expected"),
    [
        ("0.300000001", "0.3", True),
        ("0.300000002", "0.3", False),
        ("2000.000002", "2000", True),
        ("2000.000003", "2000", False),
        (None, "0", False),
        (None, None, True),
    ],
)
def test_sums_may_differ_in_the_ninth_digit(
    said: str | None, derived: str | None, expected: bool
) -> None:
    pair = [None if text is None else Decimal(text) for text in (said, derived)]
    assert is_near(*pair) is expected


@pytest.mark.parametrize(
    ("colour", "is_withheld", "is_restated", "expected"),
    [
        ("red", False, False, []),
        ("green", False, True, []),
        ("green", False, False, ["is_restated: the release says False; its values, targets"]),
        (None, True, False, []),
        ("red", False, True, ["is_restated: the release says True; its values, targets"]),
    ],
)
def test_a_published_colour_is_the_one_of_now_or_restated(
    tmp_path: Path, colour: str | None, is_withheld: bool, is_restated: bool, expected: list[str]
) -> None:
    place = {"measure_id": "m", "organisation_unit_id": "u", "period_id": "2025-06"}
    figures = {"value": Decimal(1), "target_value": Decimal(2)}
    row = place | figures | {"current_value": Decimal(1), "current_rag_status": "red"}
    row |= {"publication_id": "board", "rag_status": colour}
    row |= {"is_withheld": is_withheld, "is_restated": is_restated}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "fct_published_measures.parquet")
    held = hold_published(tmp_path, {("m", "u", "2025-06"): figures | {"rag_status": "red"}})
    found = [line.split(" in 2025-06, ")[1] for line in held.differences]
    assert [line.split(" and rules")[0] for line in found] == expected


def test_a_row_that_is_there_twice_or_without_a_cause_or_missing_is_named() -> None:
    said = [Row("t", {"a": name, "period_id": "p", "x": 1}) for name in ("m", "m", "n")]
    derived = {("m", "p"): {"x": 1}, ("o", "p"): {"x": 1}}
    held = hold_rows("t", said, derived, ("a", "period_id"))
    assert held.differences == (
        "t, m in p: there is more than one row",
        "t, n in p: there is a row, though nothing gives one",
        "t, o in p: there is no row, though its values, targets and rules give one",
    )
