"""Dagster's own folder and what its processes are told.

Here: the instance's settings and the environment, without importing Dagster. Not here: starting its
processes (serve.py) and definitions (defs/).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.settings import Settings

INSTANCE = "dagster.yaml"


def instance_settings() -> str:
    """The text of dagster.yaml: nothing leaves the machine, and one run at a time per home."""
    return """\
# Written when it is missing; yours to change.
telemetry:
  enabled: false
# No invitation to a newsletter either.
nux:
  enabled: false
# A run holds the lock of its home: a second one waits in the queue.
concurrency:
  runs:
    max_concurrent_runs: 1
  # One step at a time in each pool, whatever run it is in: the build file, each source's loads.
  pools:
    granularity: op
    default_limit: 1
# The first load of the definitions has dbt parse the project.
code_servers:
  local_startup_timeout: 180
"""


def dagster_environment(settings: Settings) -> dict[str, str]:
    """What Dagster's processes need to know."""
    return {
        "DAGSTER_HOME": str(settings.dagster),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "VITALS_HOME": str(settings.home),
    }


def prepare_dagster_home(settings: Settings) -> Path:
    """Make the folder and its settings; settings that are there stay as they are."""
    settings.dagster.mkdir(parents=True, exist_ok=True)
    instance = settings.dagster / INSTANCE
    if not instance.exists():
        instance.write_text(instance_settings(), encoding="utf-8")
    return settings.dagster
