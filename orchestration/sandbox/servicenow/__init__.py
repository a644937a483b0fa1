"""The simulated ServiceNow instance: incidents, requests and changes behind its Table API.

Here: the door; starting the instance for one run. Not here: records, and how they are served.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from orchestration.environment import exported
from orchestration.extract.sources import ServiceNowSource, System
from orchestration.sandbox.servicenow.api_faults import Kind
from orchestration.sandbox.servicenow.records import Records, generate
from orchestration.sandbox.servicenow.served_table import ServedTable
from orchestration.sandbox.servicenow.table_api import TableApi
from orchestration.sandbox.serving.faults import Faults
from orchestration.sandbox.serving.http_server import serving
from orchestration.sandbox.serving.login import Credentials, Login
from orchestration.settings import Settings

NAME = "servicenow"
TOKEN_SECONDS = 1_800
_VARIABLES = {
    "username": "VITALS_SANDBOX_USERNAME",
    "password": "VITALS_SANDBOX_PASSWORD",
    "client_id": "VITALS_SANDBOX_CLIENT_ID",
    "client_secret": "VITALS_SANDBOX_CLIENT_SECRET",
}


@dataclass(frozen=True)
class ServiceDesk:
    """The running instance: how to read it, what is in it, what can be made to fail."""

    source: ServiceNowSource
    records: Records
    api: TableApi

    @property
    def faults(self) -> Faults[Kind]:
        return self.api.faults


@contextmanager
def systems(_: Settings, as_of: date, seed: int, scale: float) -> Iterator[dict[str, System]]:
    """The instance under the name its source has."""
    with running_service_desk(as_of=as_of, seed=seed, scale=scale) as desk:
        yield {NAME: desk.source}


@contextmanager
def running_service_desk(
    *,
    as_of: date,
    seed: int,
    scale: float,
    auth: str = "oauth_client_credentials",
    token_seconds: int = TOKEN_SECONDS,
) -> Iterator[ServiceDesk]:
    """Serve the records as they stood at the end of `as_of`.

    The credentials are new each time and stand in environment variables while the block runs.
    """
    records = generate(seed, scale)
    tables = {name: ServedTable.of(rows) for name, rows in records.as_at(as_of).items()}
    credentials = Credentials()
    api = TableApi(tables, Login(credentials, token_seconds))
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
        yield ServiceDesk(source, records, api)
