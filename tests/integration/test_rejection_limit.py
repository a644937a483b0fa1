"""A source with more bad records than its limit allows stops the run, and the run says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.extract.run import Sources, extract_all
from orchestration.horizon import Horizon
from orchestration.settings import Settings
from orchestration.transform.builds import new_build
from orchestration.transform.dbt import TransformError, build_arguments, run_dbt
from tests.conftest import AS_OF
from tests.support.raw_loads import load_servicenow

TEST = "assert_rejections_stay_within_their_limit"


def incidents(first: int, count: int, *, bad: int) -> list[dict[str, str]]:
    """Test records, which are never judged, and bad ones: no incident has state 999."""
    return [
        {"sys_id": f"{n}", "number": f"INC{n}", "state": "999"}
        | ({} if n < first + bad else {"u_is_test": "true"})
        for n in range(first, first + count)
    ]


def judge(settings: Settings, build: Path, *commands: tuple[str, str]) -> None:
    """Run dbt commands, each with its selection, on one build."""
    for command, select in commands:
        run_dbt(settings, build, build_arguments(settings, Horizon(AS_OF), command, select=select))


@pytest.mark.long
def test_exactly_the_limit_passes_and_one_record_more_is_named(settings: Settings) -> None:
    """Over all loads: 2 of 100, then 5 of 200 where 4 may be."""
    load_servicenow(settings.raw, incident=incidents(0, 100, bad=2))
    extract_all(settings, Sources({}), progress=lambda _: None)
    build = new_build(settings)
    models = ("run", "+int_source_rejections")
    judge(settings, build, ("seed", "*"), models, ("test", TEST))
    load_servicenow(settings.raw, incident=incidents(100, 100, bad=3))
    with pytest.raises(TransformError, match=TEST) as caught:
        judge(settings, build, models, ("test", TEST))
    assert "source servicenow, row_count 200, rejected_count 5" in caught.value.what
    assert "rejected_pct 0.025000000, rejection_limit_pct 0.020000000" in caught.value.what
