"""One Dagster run's hold on the home, and the source systems it reads.

Here: what a person may ask of a run in the launchpad, the lock, the sandbox that is started when
there are no sources of one's own and stopped with the run. Not here: work. The in-process executor
makes one of these for a whole run, so that no other run, nor `vitals run`, writes meanwhile.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
from pydantic import Field, PrivateAttr

from orchestration.extract.sources import Sources
from orchestration.horizon import Horizon
from orchestration.pipeline import only_run
from orchestration.run_options import SANDBOX_SEED, RunOptions
from orchestration.run_sources import for_sources, open_sources
from orchestration.settings import Settings


class RunResource(dg.ConfigurableResource["RunResource"]):
    """The same choices as the options of `vitals run`."""

    home: str | None = Field(
        default=None,
        description="Where everything a run writes lies. Default: what VITALS_HOME names.",
    )
    as_of: str | None = Field(
        default=None,
        description="The last day that is looked at, as YYYY-MM-DD. Default: today, and the "
        "sandbox's own last day where the sandbox is read.",
    )
    sources: str | None = Field(
        default=None,
        description="A YAML file that names the source systems. Default: the sandbox is started.",
    )
    as_known: str | None = Field(
        default=None,
        description="Build what was known at the end of this day, as YYYY-MM-DD. Default: all "
        "there is.",
    )
    scale: float = Field(default=1.0, description="The sandbox's size; 1 is its everyday size.")
    seed: int = Field(default=SANDBOX_SEED, description="What the sandbox's records grow from.")

    _horizon: Horizon | None = PrivateAttr(default=None)
    _opened: ExitStack = PrivateAttr()
    _systems: Sources | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, settings: Settings, *, scale: float = 1.0) -> "RunResource":
        """The resource for one home."""
        return cls(home=str(settings.home), scale=scale)

    @property
    def settings(self) -> Settings:
        """Where the run reads and writes."""
        from_environment = Settings.from_environment()
        home = Path(self.home) if self.home else from_environment.home
        return for_sources(replace(from_environment, home=home), self.options, self.horizon)

    @property
    def options(self) -> RunOptions:
        """What was asked for, as the pipeline takes it."""
        return RunOptions(
            as_of=date.fromisoformat(self.as_of) if self.as_of else None,
            as_known=date.fromisoformat(self.as_known) if self.as_known else None,
            sources=Path(self.sources) if self.sources else None,
            seed=self.seed,
            scale=self.scale,
        )

    @property
    def horizon(self) -> Horizon:
        """What the run looks at: the same in every step, also past midnight."""
        return self._horizon or self.options.horizon()

    @contextmanager
    def yield_for_execution(
        self,
        context: dg.InitResourceContext,  # noqa: ARG002 -- Dagster passes it
    ) -> Iterator["RunResource"]:
        """Hold the home's lock, and close what was opened, for as long as the run lasts."""
        self._horizon = self.options.horizon()
        with only_run(self.settings), ExitStack() as opened:
            self._opened = opened
            yield self

    def systems(self) -> Sources:
        """The source systems, started when the first extraction asks for them."""
        if self._systems is None:
            opening = open_sources(self.settings, self.options, self.horizon)
            self._systems = self._opened.enter_context(opening)
        return self._systems
