"""A small REST source for tests: two tables of things behind the simulated API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from orchestration.environment import exported
from orchestration.extract.connectors.rest import open_tables
from orchestration.extract.contracts import SourceTable
from orchestration.extract.loads import Load, text_table
from orchestration.extract.raw_zone import locked_source
from orchestration.extract.sources.rest import RestSource
from orchestration.extract.sources.shared import Patience
from orchestration.sandbox.serving.http_server import Answer, Request, serving
from orchestration.sandbox.serving.login import Credentials, Login
from orchestration.sandbox.serving.rest_api import RestApi
from orchestration.sandbox.serving.rest_table import RestTable

SOURCE = "things_register"
ROWS, PAGE = 25, 10
THINGS = SourceTable(
    source=SOURCE,
    name="things",
    columns=("thing_id", "name", "weight_kg", "is_new", "updated_at"),
    key="thing_id",
    stamp="updated_at",
    deletes="key_sweep",
    types={"weight_kg": "decimal", "is_new": "boolean", "updated_at": "timestamp"},
)
Cells = tuple[str | None, ...]


def stamp(number: int) -> str:
    """The time of change number `number`: two changes a minute share one."""
    return f"2026-01-01 {number // 2 // 60:02d}:{number // 2 % 60:02d}:00"


def thing(number: int, **values: str | None) -> Cells:
    """Row `number`; keys in another order than the stamps."""
    row: dict[str, str | None] = {
        "thing_id": f"T{number * 7919 % 10007:05d}",
        "name": f"thing {number}",
        "weight_kg": str(number),
        "is_new": "true",
        "updated_at": stamp(number),
    }
    return tuple((row | values).values())


def things(rows: Sequence[Cells]) -> pa.Table:
    return text_table(THINGS.columns, rows)


@dataclass
class MeddledApi(RestApi):
    """The simulated API, with a hand in each answer."""

    meddle: Callable[[Request, Answer], Answer] = field(default=lambda _, answer: answer)

    def answer(self, request: Request) -> Answer:
        return self.meddle(request, super().answer(request))


@dataclass
class Things:
    """The running API and the source that points at it."""

    api: MeddledApi
    source: RestSource
    credentials: Credentials
    said: list[str] = field(default_factory=list)

    def hold(self, rows: Sequence[Cells]) -> None:
        """Let the table hold these rows from now on."""
        self.api.sources = {SOURCE: {"things": RestTable.of(THINGS, things(rows))}}

    def load(self, raw: Path, **changes: object) -> Load:
        """One load into the raw zone."""
        source = replace(self.source, **changes)  # type: ignore[arg-type]
        with (
            locked_source(raw, SOURCE) as locked,
            open_tables(SOURCE, source, (THINGS,), locked, self.said.append) as tables,
        ):
            return locked.commit(tables)

    def asked(self, table: str = "things") -> list[str]:
        """The targets of all requests for rows of a table so far."""
        return [target for target in self.api.seen if f"/{table}?" in target]


@contextmanager
def running_things(count: int = ROWS) -> Iterator[Things]:
    """The API while the block runs; its credentials stand in the environment."""
    credentials = Credentials()
    api = MeddledApi({}, Login(credentials, 600))
    variables = {"THINGS_ID": credentials.client_id, "THINGS_SECRET": credentials.client_secret}
    with exported(variables), serving(api) as base_url:
        source = RestSource(
            name=SOURCE,
            base_url=f"{base_url}/{SOURCE}",
            client_id_variable="THINGS_ID",
            client_secret_variable="THINGS_SECRET",
            page_size=PAGE,
            overlap_seconds=60,
            patience=Patience(attempts=3, first_wait_seconds=0.001, longest_wait_seconds=2.0),
        )
        running = Things(api, source, credentials)
        running.hold([thing(number) for number in range(count)])
        yield running
