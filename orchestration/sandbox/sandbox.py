"""Starts the simulated source systems for one run, and stops them.

Here: the door everybody else comes in by. Not here: records, the API, the returns that ship.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.environment import exported
from orchestration.extract.sources import ServiceNowSource, Sources
from orchestration.sandbox.api_faults import Faults
from orchestration.sandbox.api_login import Credentials, Login
from orchestration.sandbox.records import Records, generate
from orchestration.sandbox.returns import deliver
from orchestration.sandbox.served_table import ServedTable
from orchestration.sandbox.table_api import TableApi
from orchestration.sandbox.table_api_server import serving
from orchestration.settings import Settings

TOKEN_SECONDS = 1_800
_VARIABLES = {
    "username": "VITALS_SANDBOX_USERNAME",
    "password": "VITALS_SANDBOX_PASSWORD",
    "client_id": "VITALS_SANDBOX_CLIENT_ID",
    "client_secret": "VITALS_SANDBOX_CLIENT_SECRET",
}


@dataclass(frozen=True)
class Sandbox:
    """The running source systems: how to read them, what is in them, what can be made to fail."""

    sources: Sources
    records: Records
    as_of: date
    api: TableApi
    delivered: tuple[Path, ...]

    @property
    def faults(self) -> Faults:
        return self.api.faults


@contextmanager
def running_sandbox(
    settings: Settings,
    *,
    as_of: date,
    seed: int,
    scale: float,
    auth: str = "oauth_client_credentials",
    token_seconds: int = TOKEN_SECONDS,
) -> Iterator[Sandbox]:
    """Serve the records as they stood on `as_of`; drop the shipped returns due by then.

    The credentials are new each time and stand in environment variables while the block runs.
    """
    records = generate(seed, scale)
    tables = {name: ServedTable.of(rows) for name, rows in records.as_at(as_of).items()}
    credentials = Credentials()
    api = TableApi(tables, Login(credentials, token_seconds))
    delivered = deliver(settings, as_of)
    variables = {variable: getattr(credentials, name) for name, variable in _VARIABLES.items()}
    with exported(variables), serving(api) as base_url:
        source = ServiceNowSource(
            base_url=base_url,
            auth=auth,
            username_variable=_VARIABLES["username"],
            password_variable=_VARIABLES["password"],
            client_id_variable=_VARIABLES["client_id"],
            client_secret_variable=_VARIABLES["client_secret"],
        )
        yield Sandbox(Sources(servicenow=source), records, as_of, api, delivered)
