"""The build a release was made from, while it is there.

Here: telling whether a build holds the same loads and the same number. Not here: what is read of
it (records.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.audit.trail import Row
from orchestration.publish.marts import SERVING, text
from orchestration.publish.release import Release
from orchestration.settings import Settings
from orchestration.transform.dbt import WAREHOUSE

SAME_LOADS = """
    select count(*)
    from (
        (from warehouse.marts.fct_extractions except all from release.fct_extractions)
        union all
        (from release.fct_extractions except all from warehouse.marts.fct_extractions)
    )
"""
SAME_NUMBER = """
    select count(*)
    from warehouse.marts.fct_measure_values as built
    inner join release.fct_measure_values as released
        using (measure_id, organisation_unit_id, period_id)
    where
        measure_id = ? and organisation_unit_id = ? and period_id = ?
        and built is not distinct from released
"""


def build_of(settings: Settings, release: Release, number: Row) -> Path | None:
    """The newest build with the loads and the number of this release."""
    for build in sorted(settings.builds.glob(f"run-*/{WAREHOUSE}"), reverse=True):
        if _is_same(build, release.folder / SERVING, number):
            return build
    return None


def _is_same(build: Path, serving: Path, number: Row) -> bool:
    key = [number["measure_id"], number["organisation_unit_id"], number["period_id"]]
    try:
        with open_build(build) as connection:
            connection.execute(f"attach {text(serving)} as release (read_only)")
            different = connection.execute(SAME_LOADS).fetchone()
            same = connection.execute(SAME_NUMBER, key).fetchone()
    except duckdb.Error:
        # Half a build, or one of another version: not the one that was published.
        return False
    return different == (0,) and same == (1,)


@contextmanager
def open_build(build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build, attached for reading under the name its own views call it by."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach {text(build)} as warehouse (read_only)")
        connection.execute("use warehouse")
        yield connection


def how_to_build_again(release: Release) -> str:
    """The command that brings the records back."""
    manifest = release.manifest
    if manifest.as_known_date:
        days = f"--as-of {manifest.as_of_date} --as-known {manifest.as_known_date}"
        return f"`vitals run {days} --no-publish`"
    return f"`vitals replay --as-of {manifest.as_of_date}`"
