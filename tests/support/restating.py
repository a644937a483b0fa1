"""The project's own SQL of restatements and of the lock, over rows a test makes up.

Here: the models rendered without dbt and run on tables made on the spot. Not here: what should come
of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import duckdb

from tests.support.rendering import rendered_model

NUMBER = "decimal(38, 9)"
KEYS = "measure_id varchar, organisation_unit_id varchar, period_id varchar"
FIGURES = f"{KEYS}, value {NUMBER}, target_value {NUMBER}, rag_status varchar"
TABLES = {
    "stg_publications__packs": "publication_id varchar, published_on_date date, "
    "known_before_at timestamp",
    "stg_publications__measures": f"publication_id varchar, {FIGURES}, is_withheld boolean, "
    "rag_profile_id varchar, rule_version integer, target_version_id varchar, "
    "period_end_date date",
    "stg_reference__measures": "measure_id varchar, source_system varchar, "
    "display_decimals integer",
    "int_statuses": f"{FIGURES}, value_status varchar, target_version_id varchar, "
    "rag_profile_id varchar, load_id varchar",
    "int_sign_offs": "measure_id varchar, period_id varchar, sign_off_state varchar",
    "int_return_observations_judged": f"{KEYS}, restatement_reason_text varchar, "
    "received_at timestamp, load_id varchar, file_name varchar, row_number integer, "
    "rejection_rule_id varchar, is_late_change boolean",
    "int_return_observations": f"{KEYS}, received_at timestamp",
    "int_target_versions": "target_version_id varchar, reason varchar, recorded_at timestamp",
    "int_text_masks": "measure_id varchar, symbol varchar, number_pattern varchar, "
    "kept_pattern varchar",
    "int_rule_versions": "rule_kind varchar, rule_id varchar, version integer, reason varchar, "
    "valid_from_date date, valid_to_date date, recorded_at timestamp",
    "stg_ledger__loads": "source varchar, load_id varchar, known_at timestamp",
    "int_return_observations_matched": f"{KEYS}, value_text varchar, numerator_text varchar, "
    "denominator_text varchar, status_text varchar, restatement_reason_text varchar, "
    "received_at timestamp, load_id varchar, file_name varchar, row_number integer",
    "int_return_sign_offs_judged": "measure_id varchar, period_id varchar, state varchar, "
    "signed_on_date date, received_at timestamp, rejection_rule_id varchar",
}
RESTATING = (
    "int_published_rows",
    "int_published_loads",
    "int_restatement_causes",
    "int_restatements",
)
DAY = "2025-11-27"
MOMENT = "2025-11-28 00:00:00"


@dataclass(frozen=True)
class Figure:
    """A row of a pack, or the same row as it is known now."""

    measure_id: str
    value: Decimal | None
    target: Decimal | None
    rag_status: str | None
    is_withheld: bool = False

    def withheld(self) -> Figure:
        return replace(self, value=None, rag_status=None, is_withheld=True)


@dataclass(frozen=True)
class Said:
    """What a return said of a period: when, what, and why, where it gave a reason."""

    minute: int
    value: str
    reason: str | None = None


class Restating:
    """A scratch database with the models in it; each question fills it anew."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("set timezone = 'UTC'")
        for table, columns in TABLES.items():
            self.connection.execute(f"create table {table} ({columns})")
        for model in RESTATING:
            sql = rendered_model("publication", model)
            self.connection.execute(f"create view {model} as {sql}")
        locked = rendered_model("records", "int_return_observations_locked")
        self.connection.execute(f"create view locked as {locked}")

    def restated(
        self, shown: Sequence[Figure], known: Sequence[Figure], decimals: int | None = 1
    ) -> dict[str, tuple[bool, bool, bool, bool]]:
        """By measure, which of figure, target and colour are other, and whether one sees it."""
        self._empty()
        self._fill("stg_publications__packs", [("x", DAY, MOMENT)])
        self._fill(
            "stg_publications__measures",
            [
                ("x", each.measure_id, "s", "p", each.value, each.target, each.rag_status,
                 each.is_withheld, "r", 1, "t", "2025-10-31")
                for each in shown
            ],
        )  # fmt: skip
        self._fill("stg_reference__measures", [(f.measure_id, "app", decimals) for f in shown])
        self._fill(
            "int_statuses",
            [
                (f.measure_id, "s", "p", f.value, f.target, f.rag_status, "reported", "t", "r", "l")
                for f in known
            ],
        )
        rows = self.connection.execute(
            "select measure_id, is_value_restated, is_target_restated, is_status_restated, "
            "is_material from int_restatements"
        ).fetchall()
        assert len({row[0] for row in rows}) == len(rows)
        return {
            measure: (value, target, status, seen) for measure, value, target, status, seen in rows
        }

    def let_in(self, said: Sequence[Said], approved_minute: int) -> list[str]:
        """What a period's returns say that is not turned away by the lock, in order of arrival."""
        self._empty()
        self._fill(
            "int_return_observations_matched",
            [
                ("m", "s", "p", each.value, None, None, None, each.reason, _at(each.minute), "l",
                 "f", number)
                for number, each in enumerate(said)
            ],
        )  # fmt: skip
        approval = ("m", "p", "approved", DAY, _at(approved_minute), None)
        self._fill("int_return_sign_offs_judged", [approval])
        rows = self.connection.execute(
            "select value_text from locked "
            "where not (is_late_change and restatement_reason_text is null) "
            "order by received_at, row_number"
        ).fetchall()
        return [value for (value,) in rows]

    def _empty(self) -> None:
        for table in TABLES:
            self.connection.execute(f"delete from {table}")

    def _fill(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            self.connection.executemany(f"insert into {table} values ({marks})", rows)


def _at(minute: int) -> str:
    return f"2025-11-20 {minute // 60:02d}:{minute % 60:02d}:00"
