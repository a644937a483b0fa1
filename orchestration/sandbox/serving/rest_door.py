"""Starts the simulated REST API for a domain's sources, and says how to read them.

Here: credentials made up for one run, the server, the descriptions of the sources. Not here: what
the API answers (rest_api.py), and the records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from orchestration.environment import exported
from orchestration.extract.contracts import read_contracts
from orchestration.extract.sources.rest import RestSource
from orchestration.extract.sources.shared import Patience
from orchestration.sandbox.serving.http_server import serving
from orchestration.sandbox.serving.login import Credentials, Login
from orchestration.sandbox.serving.rest_api import REQUESTS_PER_SECOND, RestApi
from orchestration.sandbox.serving.rest_table import RestTable
from orchestration.settings import Settings

TOKEN_SECONDS = 1_800


@dataclass(frozen=True)
class RestSystems:
    """The running API: how to read its sources, and what can be made to fail."""

    sources: Mapping[str, RestSource]
    api: RestApi


@contextmanager
def serving_sources(
    settings: Settings,
    domain: str,
    tables: Mapping[str, pa.Table],
    sources: Sequence[str],
    *,
    page_size: int = 2_000,
    patience: Patience | None = None,
    requests_per_second: int = REQUESTS_PER_SECOND,
) -> Iterator[RestSystems]:
    """Serve the tables of these sources, each below a path of its name.

    The credentials are new each time and stand in environment variables while the block runs.
    """
    contracts = read_contracts(settings.root)
    served = {
        source: {table.name: RestTable.of(table, tables[table.name]) for table in promised.tables}
        for source, promised in contracts.items()
        if source in sources
    }
    credentials = Credentials()
    api = RestApi(
        served, Login(credentials, TOKEN_SECONDS), requests_per_second=requests_per_second
    )
    prefix = f"VITALS_SANDBOX_{domain.upper()}"
    variables = {
        f"{prefix}_CLIENT_ID": credentials.client_id,
        f"{prefix}_CLIENT_SECRET": credentials.client_secret,
    }
    with exported(variables), serving(api) as base_url:
        described = {
            source: RestSource(
                name=source,
                base_url=f"{base_url}/{source}",
                client_id_variable=f"{prefix}_CLIENT_ID",
                client_secret_variable=f"{prefix}_CLIENT_SECRET",
                page_size=page_size,
                patience=patience or Patience(),
            )
            for source in sources
        }
        yield RestSystems(described, api)
