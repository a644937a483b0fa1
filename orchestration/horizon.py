"""What a build looks at: until which day, and how much it may know.

Here: the day and the moment, and what they mean for dbt: until when an entry of a register was
recorded, and which load of each source was the last by then. Not here: what is asked for
(`run_options`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from orchestration.extract.knowledge import LONDON, STAMP, known_before, known_loads


@dataclass(frozen=True)
class Horizon:
    """The last day that is looked at, and the moment from which on nothing is known (UTC).

    Without a moment everything is known that there is.
    """

    as_of: date
    known_before: datetime | None = None

    @classmethod
    def known_on(cls, day: date, as_of: date | None = None) -> Horizon:
        """What was known when a day was over in London; that day is looked at, or another."""
        return cls(as_of or day, known_before(day))

    @property
    def as_known(self) -> date | None:
        """The last day in London of which anything is known."""
        if self.known_before is None:
            return None
        return (self.known_before - timedelta(seconds=1)).astimezone(LONDON).date()

    def variables(self, raw: Path) -> dict[str, Any]:
        """dbt's variables; without a moment nothing is left out anywhere."""
        said: dict[str, Any] = {"as_of": self.as_of.isoformat()}
        if self.known_before is not None:
            said["known_before"] = self.known_before.strftime(STAMP)
            said["known_loads"] = self.known_loads(raw)
        return said

    def known_loads(self, raw: Path) -> dict[str, str] | None:
        """Per source the last load that counts; none where all do."""
        return None if self.known_before is None else known_loads(raw, self.known_before)

    def note(self) -> dict[str, str | None]:
        """As plain text, to be kept beside a build."""
        moment = self.known_before.strftime(STAMP) if self.known_before else None
        return {"as_of": self.as_of.isoformat(), "known_before": moment}

    @classmethod
    def of_note(cls, note: Mapping[str, Any]) -> Horizon:
        """What `note` wrote."""
        moment = note["known_before"]
        known = datetime.strptime(moment, STAMP).replace(tzinfo=UTC) if moment else None
        return cls(date.fromisoformat(note["as_of"]), known)
