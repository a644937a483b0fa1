"""What a build looks at: until which day, and what was known on which.

Here: the two days, and what they mean for dbt: until when an entry of a register was recorded, and
which load of each source was the last by then. Not here: which days are asked for
(`run_options`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.extract.knowledge import STAMP, known_before, known_loads


@dataclass(frozen=True)
class Horizon:
    """The last day that is looked at, and the day whose knowledge counts (none: all there is)."""

    as_of: date
    as_known: date | None = None

    def variables(self, raw: Path) -> dict[str, Any]:
        """dbt's variables; without a day of knowledge nothing is left out anywhere."""
        said: dict[str, Any] = {"as_of": self.as_of.isoformat()}
        if self.as_known is not None:
            said["known_before"] = known_before(self.as_known).strftime(STAMP)
            said["known_loads"] = self.known_loads(raw)
        return said

    def known_loads(self, raw: Path) -> dict[str, str] | None:
        """Per source the last load that counts; none where all do."""
        return None if self.as_known is None else known_loads(raw, self.as_known)

    def note(self) -> dict[str, str | None]:
        """As plain text, to be kept beside a build."""
        known = self.as_known.isoformat() if self.as_known else None
        return {"as_of": self.as_of.isoformat(), "as_known": known}

    @classmethod
    def of_note(cls, note: Mapping[str, Any]) -> Horizon:
        """What `note` wrote."""
        known = note["as_known"]
        return cls(date.fromisoformat(note["as_of"]), date.fromisoformat(known) if known else None)
