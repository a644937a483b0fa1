"""Months read again: for sources that are measured or delivered day by day.

Here: one partitioned asset per such source; a partition is a month in London. Not here: the daily
loads (assets.py). A month that is read again lands as one more load; staging takes the newest of
each row, so nothing else has to be undone.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.defs.extraction.assets import RETRIES
from orchestration.defs.failures import told_to_dagster
from orchestration.defs.pools import raw_pool
from orchestration.defs.run_resource import RunResource
from orchestration.defs.transformation.project import ReadProject
from orchestration.defs.transformation.translator import key_of
from orchestration.extract.contracts import Contract, read_contracts
from orchestration.extract.loads import LoadSummary, Reread
from orchestration.extract.run import reread_system

GROUP = "rereading"
TIME_ZONE = "Europe/London"
# The first month of any scorecard's window that is fed by records.
FIRST_MONTH = "2024-04-01"

Progress = Callable[[str], None]


def build_reread_assets(read: ReadProject) -> list[dg.AssetsDefinition]:
    """An asset for each source that can be read by day."""
    contracts = read_contracts(Path(read.project.project_dir)).values()
    return [_reread_asset(read, contract) for contract in contracts if contract.is_read_by_day]


def months() -> dg.MonthlyPartitionsDefinition:
    """Months of London's calendar: March has 743 hours, October 745."""
    return dg.MonthlyPartitionsDefinition(start_date=FIRST_MONTH, timezone=TIME_ZONE)


def _reread_asset(read: ReadProject, contract: Contract) -> dg.AssetsDefinition:
    tables = [key_of(table).to_user_string() for table in read.sources(contract.source)]

    @dg.asset(
        key=dg.AssetKey(["months", contract.source]),
        partitions_def=months(),
        retry_policy=RETRIES,
        pool=raw_pool(contract.source),
        group_name=GROUP,
        owners=["team:data-engineering"],
        kinds={"parquet"},
        description=f"A month of {contract.source} read again into a load of its own; the next run "
        f"of the warehouse uses it. It adds to {', '.join(tables)}.",
    )
    def month_read_again(
        context: dg.AssetExecutionContext, vitals: RunResource
    ) -> dg.MaterializeResult[Any]:
        with told_to_dagster():
            days = days_of(context.partition_time_window)
            loads = reread_month(vitals, contract.source, days, context.log.info)
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": sum(load.row_count for load in loads),
                "load_id": loads[0].load_id,
                "first_day": str(days.first),
                "last_day": str(days.last),
            }
        )

    return month_read_again


def days_of(window: dg.TimeWindow) -> Reread:
    """The days of a partition, both ends included."""
    return Reread(window.start.date(), (window.end - timedelta(hours=1)).date())


def reread_month(
    vitals: RunResource, source: str, days: Reread, progress: Progress
) -> list[LoadSummary]:
    """One load of some days of a source."""
    return reread_system(vitals.settings, vitals.systems(), source, days, progress=progress)
