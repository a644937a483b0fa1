"""The simulated monitoring: probes of the Tier 1 services behind a Prometheus HTTP API.

Here: the door; starting the server for one run. Not here: probes, and how they are served.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from orchestration.environment import exported
from orchestration.extract.sources import PrometheusSource, System
from orchestration.sandbox.monitoring import plan
from orchestration.sandbox.monitoring.probes import Probes, generate
from orchestration.sandbox.serving.http_server import serving
from orchestration.sandbox.serving.prometheus_api import PrometheusApi
from orchestration.sandbox.timeline import end_of
from orchestration.settings import Settings

NAME = "monitoring"
_TOKEN = "VITALS_SANDBOX_MONITORING_TOKEN"  # noqa: S105  a variable's name, not a token


@dataclass(frozen=True)
class Monitor:
    """The running server: how to read it, and what is in it."""

    source: PrometheusSource
    probes: Probes
    api: PrometheusApi


@contextmanager
def systems(_: Settings, as_of: date, seed: int, scale: float) -> Iterator[dict[str, System]]:
    """The server under the name its source has."""
    with running_monitor(as_of=as_of, seed=seed, scale=scale) as monitor:
        yield {NAME: monitor.source}


@contextmanager
def running_monitor(*, as_of: date, seed: int, scale: float) -> Iterator[Monitor]:
    """Serve the probes as they stood at the end of `as_of`; the server's clock shows that hour.

    The token is new each time and stands in an environment variable while the block runs.
    """
    probes = generate(seed, scale)
    settle = PrometheusSource.settle_seconds
    api = PrometheusApi(probes.series(as_of), end_of(as_of) + 1 + settle)
    with exported({_TOKEN: api.token}), serving(api) as base_url:
        source = PrometheusSource(
            name=NAME,
            base_url=base_url,
            first_date=plan.FIRST_DAY.isoformat(),
            selector=f'{plan.METRIC}{{job="{plan.JOB}"}}',
            step_seconds=probes.step_seconds,
            auth="bearer",
            token_variable=_TOKEN,
            settle_seconds=settle,
        )
        yield Monitor(source, probes, api)
