"""Returns as they arrive: a sensor on the drop folder and the job it starts.

Here: when a run is asked for, and what it covers. Not here: when a file is settled
(extract/drop_folder.py), reading and filing it away (extract/returns.py).
"""

import dagster as dg

from orchestration.defs.extraction.rereads import GROUP as REREADING
from orchestration.defs.publishing.servers import GROUP as SERVERS
from orchestration.extract.drop_folder import (
    recalled,
    remembered,
    run_key,
    settled,
    settled_files,
    sightings,
)
from orchestration.extract.tables import CALENDAR, RETURNS
from orchestration.settings import Settings

JOB = "returns_to_pages"
SENSOR = "returns_arrived"
SECONDS_BETWEEN_LOOKS = 30


def build_returns_automation(settings: Settings, sources: tuple[str, ...]) -> dg.Definitions:
    """The job over everything that a return can change, and the sensor. A person switches it on."""
    others = [f"raw_{source}" for source in (CALENDAR, *sources) if source != RETURNS]
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all() - dg.AssetSelection.groups(REREADING, SERVERS, *others),
        executor_def=dg.in_process_executor,
        description="What a return changes: it is loaded, everything is built, tested and "
        "published; the source systems are left alone.",
    )

    @dg.sensor(
        name=SENSOR,
        job=job,
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        description="A run once every waiting file has kept its size between two looks. One set of "
        "contents starts one run; the run moves each file to archive or rejected.",
    )
    def returns_arrived(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        return look(settings, context)

    return dg.Definitions(jobs=[job], sensors=[returns_arrived])


def look(
    settings: Settings, context: dg.SensorEvaluationContext
) -> dg.SensorResult | dg.SkipReason:
    """One look into the folder: a request where all that waits is settled."""
    now = sightings(settings.incoming)
    ready = settled_files(settings.incoming, settled(recalled(context.cursor), now))
    seen = remembered(now)
    if not now:
        return dg.SensorResult(skip_reason="Nothing waits.", cursor=seen)
    if len(ready) < len(now):
        arriving = sorted({one.file_name for one in now} - {one.file_name for one in ready})
        return dg.SensorResult(skip_reason=f"Still arriving: {', '.join(arriving)}.", cursor=seen)
    request = dg.RunRequest(
        run_key=run_key(ready), tags={"returns": ", ".join(one.file_name for one in ready)[:250]}
    )
    return dg.SensorResult(run_requests=[request], cursor=seen)
