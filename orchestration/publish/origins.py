"""Where a scorecard's figures come from, and on what terms they may be used.

Here: that record, read from a release's own dim_scorecards, and its form in a data package. Not
here: the statements themselves (seeds/scorecards.csv).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish.marts import text

SCORECARDS = "dim_scorecards.parquet"
# The Open Definition's word where nobody has said which licence holds.
NOT_STATED = "notspecified"
TITLES = {NOT_STATED: "No licence stated"}
RIGHTS = "rights"


@dataclass(frozen=True)
class Origin:
    """The paper behind a scorecard, and what can be said of who may use its figures how."""

    scorecard_id: str
    name: str
    source_document: str
    licence_id: str | None
    licence_url: str | None
    rights_statement: str | None

    @property
    def sentence(self) -> str:
        """The licence in words."""
        licence = f"Licence: {self.licence_id}." if self.licence_id else "No licence is stated."
        return " ".join(filter(None, (licence, self.rights_statement)))


def origins_of_release(folder: Path) -> tuple[Origin, ...]:
    """Of every scorecard in a release, in its order; nothing where it has none."""
    file = folder / SCORECARDS
    if not file.is_file():
        return ()
    with duckdb.connect() as session:
        rows = session.execute(
            "select scorecard_id, name, source_document, licence_id, licence_url, rights_statement "
            f"from read_parquet({text(file)}) order by sort_order, scorecard_id"
        ).fetchall()
    return tuple(Origin(*row) for row in rows)


def origin_notes(origins: Sequence[Origin]) -> dict[str, Any]:
    """What a descriptor says of them: its sources, its licences, and each scorecard's terms."""
    if not origins:
        return {}
    documents = dict.fromkeys(origin.source_document for origin in origins)
    licences: dict[tuple[str, str], list[str]] = {}
    for origin in origins:
        key = (origin.licence_id or NOT_STATED, origin.licence_url or "")
        licences.setdefault(key, []).append(origin.scorecard_id)
    return {
        "sources": [{"title": document} for document in documents],
        "licenses": [
            {"name": name, "title": f"{TITLES.get(name, name)}: {', '.join(cards)}"}
            | ({"path": url} if url else {})
            for (name, url), cards in licences.items()
        ],
        RIGHTS: [asdict(origin) for origin in origins],
    }


def origins_of_notes(descriptor: Mapping[str, Any]) -> tuple[Origin, ...]:
    """The origins a descriptor was made from."""
    return tuple(Origin(**entry) for entry in descriptor.get(RIGHTS, ()))
