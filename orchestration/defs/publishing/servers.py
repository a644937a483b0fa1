"""A release in PostgreSQL as an asset that a person asks for.

Here: what Dagster shows of it, and where the address comes from. Not here: publishing (publish/).
It is no part of the daily job: a machine without a server would fail every morning.
"""

import os
from typing import Any

import dagster as dg

from orchestration.defs.failures import told_to_dagster
from orchestration.defs.publishing.assets import OWNERS, RELEASE
from orchestration.defs.run_resource import RunResource
from orchestration.publish.postgres.address import address
from orchestration.publish.postgres.publishing import publish_to_postgres
from orchestration.publish.release import read_release

GROUP = "servers"
POSTGRES = dg.AssetKey(["postgres", "bi"])


def build_server_assets() -> dg.Definitions:
    """What brings the current release into a server that others read from."""
    return dg.Definitions(assets=[_postgres_asset()])


def _postgres_asset() -> dg.AssetsDefinition:
    @dg.asset(
        key=POSTGRES,
        deps=[RELEASE],
        group_name=GROUP,
        owners=OWNERS,
        kinds={"postgres"},
        description="Schema `bi` of the PostgreSQL server that VITALS_POSTGRES_URL or PGHOST names "
        "holds the current release, as after `vitals publish postgres`. Without either it fails "
        "and says so; the daily job leaves it out.",
    )
    def schema_bi(
        context: dg.AssetExecutionContext, vitals: RunResource
    ) -> dg.MaterializeResult[Any]:
        with told_to_dagster():
            server = address(None, os.environ)
            release = read_release(vitals.settings)
            done = publish_to_postgres(release, server, progress=context.log.debug)
        metadata: dict[str, Any] = {"release_id": done.release_id, "tables": done.tables}
        return dg.MaterializeResult(metadata=metadata | {"dagster/row_count": done.rows})

    return schema_bi
