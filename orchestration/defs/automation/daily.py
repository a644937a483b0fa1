"""One job over everything, once a day.

Here: what runs together and when. Not here: what runs.
"""

import dagster as dg

from orchestration.defs.extraction.rereads import GROUP as REREADING
from orchestration.defs.publishing.servers import GROUP as SERVERS

JOB = "sources_to_pages"
SCHEDULE = "every_morning"
TIME_ZONE = "Europe/London"


def build_automation() -> dg.Definitions:
    """The job and its schedule. A person switches it on: opening the UI starts nothing."""
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all() - dg.AssetSelection.groups(REREADING, SERVERS),
        executor_def=dg.in_process_executor,
        description="What `vitals run` does: sources, build, tests, release, pages, exports.",
    )
    schedule = dg.ScheduleDefinition(
        name=SCHEDULE,
        job=job,
        cron_schedule="15 6 * * *",
        execution_timezone=TIME_ZONE,
        description="06:15 in London, summer and winter, before the first meeting of the day.",
    )
    return dg.Definitions(jobs=[job], schedules=[schedule])
