"""Days delivered, delivered again and taken back: staged the same in whatever order they came."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.extract.contracts import read_contracts
from orchestration.extract.run import extract_system
from orchestration.extract.sources import EventFilesSource
from orchestration.horizon import Horizon
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import new_build
from orchestration.transform.dbt import WAREHOUSE, build_arguments, run_dbt
from tests.conftest import AS_OF
from tests.support.event_files import Producer

SOURCE = "transactions"
MODEL = f"stg_{SOURCE}__{SOURCE}"
DAYS = ("2026-01-05.parquet", "2026-01-06.ndjson", "2026-01-07.parquet")


def transaction(number: int, channel: str = "app") -> dict[str, Any]:
    return {
        "transaction_id": f"t{number}",
        "channel": channel,
        "status": "completed",
        "completed_at": "2026-01-05 10:00:00",
        "duplicate_of": "",
        "is_test": "false",
    }


# What each day holds in the end; before that each was delivered once with something else in it.
LAST = {
    DAYS[0]: [transaction(1), transaction(2, "post")],
    DAYS[1]: [transaction(2, "web"), transaction(3), transaction(3, "phone")],
    DAYS[2]: [transaction(4)],
}
FIRST = {name: [transaction(9), transaction(1, "kiosk")] for name in DAYS}


def counted(home: Path, deliveries: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The rows that count after the days came in this order, each group in a load of its own."""
    settings = Settings(root=PROJECT_ROOT, home=home)
    producer = Producer(str(home / "events"), SOURCE)
    contract = read_contracts(PROJECT_ROOT)[SOURCE]
    seen: set[str] = set()
    for group in deliveries:
        for name in group:
            producer.deliver(name, (LAST if name in seen else FIRST)[name])
            seen.add(name)
        system = EventFilesSource(base_url=producer.base_url, name=SOURCE)
        extract_system(settings, contract, system, progress=lambda _: None)
    build = new_build(settings)
    run_dbt(settings, build, build_arguments(settings, Horizon(AS_OF), "run", select=MODEL))
    with duckdb.connect(str(build / WAREHOUSE), read_only=True) as connection:
        found: list[tuple[str, str]] = connection.execute(
            f"select transaction_id, channel from staging.{MODEL}"
            " where is_latest_version order by all"
        ).fetchall()
    return found


# Written from what the days hold in the end: t9 was taken out of all of them, t2 counts as the
# later day has it, t3 as its file's last row has it.
EXPECTED = [("t1", "app"), ("t2", "web"), ("t3", "phone"), ("t4", "app")]


@pytest.mark.parametrize("order", list(permutations(DAYS))[::2])
def test_the_order_in_which_days_arrive_changes_nothing(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    once_each = [(name,) for name in order]
    assert counted(tmp_path.resolve(), [*once_each, *reversed(once_each)]) == EXPECTED


def test_all_at_once_is_the_same_as_one_by_one(tmp_path: Path) -> None:
    assert counted(tmp_path.resolve(), [DAYS, DAYS]) == EXPECTED
