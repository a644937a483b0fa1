"""What is made of the release for other tools, as one asset.

Here: what Dagster shows of it. Not here: the exports (orchestration.exporting).
"""

import json
from typing import Any

import dagster as dg

from orchestration.defs.failures import told_to_dagster
from orchestration.defs.pools import BUILD_FILE
from orchestration.defs.publishing.assets import GROUP, OWNERS, RELEASE
from orchestration.defs.run_resource import RunResource
from orchestration.pipeline import export
from orchestration.publish.exports import REPORT
from orchestration.publish.release import read_release

EXPORTS = dg.AssetKey(["exports", "current"])


def build_export_assets() -> dg.Definitions:
    """The exports of the current release."""
    return dg.Definitions(assets=[_exports_asset()])


def _exports_asset() -> dg.AssetsDefinition:
    @dg.asset(
        key=EXPORTS,
        deps=[RELEASE],
        group_name=GROUP,
        owners=OWNERS,
        kinds={"powerbi", "excel"},
        pool=BUILD_FILE,
        description="What other tools open of the current release, in a folder beside it, and the "
        "report of which metric each of them has or refuses.",
    )
    def current_exports(
        context: dg.AssetExecutionContext, vitals: RunResource
    ) -> dg.MaterializeResult[Any]:
        with told_to_dagster():
            release = read_release(vitals.settings)
            folder = export(vitals.settings, release, context.log.debug)
        targets = json.loads((folder / REPORT).read_text(encoding="utf-8"))["targets"]
        counts = [
            dg.TableRecord(
                {"target": name, "exported": len(made["exported"]), "refused": len(made["refused"])}
            )
            for name, made in targets.items()
        ]
        return dg.MaterializeResult(
            metadata={
                "release_id": release.release_id,
                "folder": dg.MetadataValue.path(folder),
                "targets": dg.MetadataValue.table(counts),
            }
        )

    return current_exports
