"""Where a run reads and writes: one frozen object, built from the environment on request.

Here: paths and the few values a person may set. Not here: credentials (they stay in the
environment, read by the connector that needs them) and rules (they are seeds).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """The project's root and the home of everything a run writes (both absolute).

    `inputs` is the home of loads and returns where they are not below `home` itself; `simulated_at`
    the moment at which simulated sources are read, where it is not the machine's own.
    """

    root: Path
    home: Path
    inputs: Path | None = None
    simulated_at: datetime | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """`VITALS_HOME` moves the home; without it, it is `var/` below the project's root."""
        env = os.environ if environment is None else environment
        home = Path(env.get("VITALS_HOME") or PROJECT_ROOT / "var")
        return cls(root=PROJECT_ROOT, home=home.resolve())

    @property
    def raw(self) -> Path:
        return (self.inputs or self.home) / "raw"

    @property
    def returns(self) -> Path:
        return (self.inputs or self.home) / "returns"

    @property
    def incoming(self) -> Path:
        return self.returns / "incoming"

    @property
    def archive(self) -> Path:
        return self.returns / "archive"

    @property
    def rejected(self) -> Path:
        return self.returns / "rejected"

    @property
    def builds(self) -> Path:
        return self.home / "build"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def current_release(self) -> Path:
        return self.releases / "current"

    @property
    def exports(self) -> Path:
        """What was made of a release for other tools: a folder per release."""
        return self.home / "exports"

    @property
    def site(self) -> Path:
        return self.home / "site"

    @property
    def dagster(self) -> Path:
        return self.home / "dagster"

    @property
    def logs(self) -> Path:
        return self.home / "logs"
