"""What Dagster loads: `dagster-webserver -m orchestration.definitions`.

Here: putting the parts together. Not here: the parts (defs/) and any work. Importing this module
reads nothing; `defs` does when Dagster calls it.
"""

import dagster as dg

from orchestration.defs.automation.daily import build_automation
from orchestration.defs.automation.returns import build_returns_automation
from orchestration.defs.extraction.assets import build_extraction_assets
from orchestration.defs.extraction.rereads import build_reread_assets
from orchestration.defs.publishing.assets import build_publishing_assets
from orchestration.defs.publishing.exports import build_export_assets
from orchestration.defs.publishing.servers import build_server_assets
from orchestration.defs.run_resource import RunResource
from orchestration.defs.transformation.assets import build_warehouse_assets, dbt_resource
from orchestration.defs.transformation.project import read_project
from orchestration.extract.contracts import read_contracts
from orchestration.settings import Settings


def build_definitions(settings: Settings, **resources: object) -> dg.Definitions:
    """All definitions for one home; a test may put resources of its own in the place of these."""
    project = read_project(settings)
    parts = [
        dg.Definitions(assets=build_extraction_assets(project)),
        dg.Definitions(assets=build_reread_assets(project)),
        dg.Definitions(assets=[build_warehouse_assets(project)]),
        build_publishing_assets(settings, project),
        build_export_assets(),
        build_server_assets(),
        build_automation(),
        build_returns_automation(settings, tuple(read_contracts(settings.root))),
    ]
    own = {"vitals": RunResource.of(settings), "dbt": dbt_resource(project)}
    shared = dg.Definitions(resources={**own, **resources}, executor=dg.in_process_executor)
    return dg.Definitions.merge(*parts, shared)


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions for the home that the environment names."""
    return build_definitions(Settings.from_environment())
