"""Publications: what a forum was shown on a day, frozen as committed loads that nobody rewrites.

Here: freezing the packs of a build, and finding what is frozen. Not here: which rows a pack has
(`packs`), or holding a publication against what can be built again (`backtest`).

They lie below the home, beside the releases, and are an input of the next build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.extract.errors import ExtractionError
from orchestration.extract.knowledge import LONDON, STAMP
from orchestration.extract.landed import committed_loads
from orchestration.extract.loads import Batches, Proof, TableLoad, rows_load
from orchestration.extract.raw_zone import locked_source
from orchestration.horizon import Horizon
from orchestration.publications.packs import HEADERS, Pack, declared_tables, read_packs
from orchestration.settings import Settings

SOURCE = "publications"
# What a header says beside the pack's own cells.
ADDED = ("as_of", "known_before", "release_id", "content_sha256")


@dataclass(frozen=True)
class Publication:
    """A pack as it was frozen, what the build behind it looked at, and the load it lies in."""

    pack: Pack
    horizon: Horizon
    release_id: str
    content_sha256: str
    load: Path

    @property
    def publication_id(self) -> str:
        return self.pack.publication_id


@dataclass(frozen=True)
class Kept:
    """A publication that a later build of its own day left as it is, and whether both agree."""

    publication: Publication
    is_agreed: bool

    @property
    def told(self) -> str:
        """What a run says of it."""
        frozen = self.publication
        moment = f"{frozen.horizon.known_before:%Y-%m-%d %H:%M} UTC"
        said = f"{frozen.publication_id} stays as it was frozen ({moment}, {frozen.release_id})"
        if self.is_agreed:
            return said
        return f"{said}; more is known by now, and stands beside it"


@dataclass(frozen=True)
class Freezing:
    """What a build froze, and what it found frozen."""

    made: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()


def place_publications(settings: Settings) -> None:
    """Give readers' globs a file with every column, where no load so far has one."""
    with locked_source(settings.home, SOURCE, simulated_at=settings.simulated_at) as locked:
        locked.place_missing_tables(declared_tables(settings.root))


def may_freeze(horizon: Horizon, today: date) -> bool:
    """Whether a build knows what was known on the day it looks at, and nothing that came later."""
    return horizon.as_of == (horizon.as_known or today)


def freeze(settings: Settings, build: Path, horizon: Horizon, release_id: str) -> Freezing:
    """Freeze every pack of a build that is not frozen yet, each in a load of its own.

    What is frozen stays, whatever the build would say: a second run on the day of a meeting, too.
    """
    now = datetime.now(UTC)
    if not may_freeze(horizon, now.astimezone(LONDON).date()):
        return Freezing()
    packs = read_packs(settings.root, build)
    if not packs:
        return Freezing()
    moment = horizon.known_before or now
    known_then = Horizon(horizon.as_of, moment)
    with locked_source(settings.home, SOURCE, simulated_at=moment) as locked:
        known = {each.publication_id: each for each in read_publications(settings)}
        fresh = [pack for pack in packs if pack.publication_id not in known]
        for pack in fresh:
            locked.commit(tables_of(pack, known_then, release_id))
    kept = [
        Kept(frozen, frozen.content_sha256 == pack.content_sha256)
        for pack in packs
        if (frozen := known.get(pack.publication_id))
    ]
    return Freezing(tuple(pack.publication_id for pack in fresh), tuple(kept))


def tables_of(pack: Pack, horizon: Horizon, release_id: str) -> list[TableLoad]:
    """A pack as the tables of a load: its header first, with what it was made from."""
    if horizon.known_before is None:
        raise ValueError("a publication names the moment from which on nothing was known")
    header = dict(pack.header) | {
        "as_of": horizon.as_of.isoformat(),
        "known_before": horizon.known_before.strftime(STAMP),
        "release_id": release_id,
        "content_sha256": pack.content_sha256,
    }
    parts = [_table(part, rows) for part, rows in pack.parts.items()]
    return [rows_load(HEADERS, tuple(header), [header]), *parts]


def _table(part: str, rows: pa.Table) -> TableLoad:
    def batches() -> Batches:
        yield rows
        return Proof(rows.num_rows, rows.num_rows, 1, offered_columns=tuple(rows.column_names))

    return TableLoad(part, tuple(rows.column_names), batches())


def read_publications(settings: Settings) -> list[Publication]:
    """Every publication, in the order in which they were frozen."""
    loads = committed_loads(settings.home, SOURCE)
    read = (_read(load) for load in loads)
    return [publication for publication in read if publication is not None]


def _read(load: Path) -> Publication | None:
    """The publication of a load; a placeholder has none."""
    headers = _rows(load / HEADERS).to_pylist() if (load / HEADERS).is_dir() else []
    if not headers:
        return None
    header: Mapping[str, str] = headers[0]
    known_before = datetime.strptime(header["known_before"], STAMP).replace(tzinfo=UTC)
    parts = {
        folder.name: _rows(folder)
        for folder in sorted(load.iterdir())
        if folder.is_dir() and folder.name != HEADERS and not folder.name.startswith("_")
    }
    return Publication(
        Pack({cell: said for cell, said in header.items() if cell not in ADDED}, parts),
        Horizon(date.fromisoformat(header["as_of"]), known_before),
        header["release_id"],
        header["content_sha256"],
        load,
    )


def _rows(folder: Path) -> pa.Table:
    return pa.concat_tables(map(_read_file, sorted(folder.glob("*.parquet")))).combine_chunks()


def _read_file(file: Path) -> pa.Table:
    try:
        return pq.read_table(file).drop_columns(["_load_id"])
    except (pa.ArrowException, KeyError, OSError) as error:
        raise ExtractionError(
            SOURCE,
            f"{file} is not what was frozen and cannot be read: {error}.",
            "Put the publication's folder back from a copy.",
        ) from error
