"""The release and the pages as assets; each follows from what stands before it.

Here: what Dagster shows of a release. Not here: making one (publish/), the pages' content.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from orchestration.audit.rederive.comparing import rederive
from orchestration.defs.failures import told_to_dagster
from orchestration.defs.pools import BUILD_FILE
from orchestration.defs.run_resource import RunResource
from orchestration.defs.transformation.project import ReadProject
from orchestration.defs.transformation.translator import key_of
from orchestration.handover import read_built
from orchestration.pipeline import freeze, publish, write_pages
from orchestration.publish.release import Release, read_release
from orchestration.publish.site.writing import page_specifications
from orchestration.publish.verify import verify_release
from orchestration.settings import Settings
from orchestration.transform.builds import latest_build
from orchestration.transform.dbt import TransformError, green_result

RELEASE = dg.AssetKey(["releases", "current"])
GROUP = "publication"
OWNERS = ["team:performance-data"]
SHOWN_DIFFERENCES = 50


def build_publishing_assets(settings: Settings, read: ReadProject) -> dg.Definitions:
    """The current release, its two checks, and the pages made from it."""
    marts = [
        key_of(node)
        for node in read.manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    ]
    return dg.Definitions(
        assets=[_release_asset(marts), _page_assets(settings)],
        asset_checks=[_release_check(), _status_check()],
    )


def _release_asset(marts: list[dg.AssetKey]) -> dg.AssetsDefinition:
    @dg.asset(
        key=RELEASE,
        deps=marts,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"parquet", "duckdb"},
        pool=BUILD_FILE,
        description="The newest release: every mart as Parquet, all of them in serving.duckdb, and "
        "a manifest. Refused unless every mart was built and every data test passed. On the day a "
        "forum meets, what it is shown is frozen.",
    )
    def current_release(vitals: RunResource) -> dg.MaterializeResult[Any]:
        settings = vitals.settings
        with told_to_dagster():
            folder = latest_build(settings)
            if folder is None:
                raise TransformError("There is no build to publish.", "Materialise the marts.")
            built = read_built(folder, green_result(settings))
            release = publish(settings, built)
            freezing = freeze(settings, built, release)
        told = [f"{made} is frozen" for made in freezing.made]
        told += [kept.told for kept in freezing.kept]
        metadata = release_metadata(release) | {"publications": "; ".join(told) or "none"}
        return dg.MaterializeResult(metadata=metadata)

    return current_release


def _release_check() -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=RELEASE,
        blocking=True,
        description="Every file of the release has the hash and the row count of its manifest.",
    )
    def release_is_whole(vitals: RunResource) -> dg.AssetCheckResult:
        differences = verify_release(vitals.settings)
        metadata: dict[str, Any] = {"differences": len(differences), **_lines(differences)}
        return dg.AssetCheckResult(passed=not differences, metadata=metadata)

    return release_is_whole


def _status_check() -> dg.AssetChecksDefinition:
    """Not blocking: what it finds concerns a release that is current already."""

    @dg.asset_check(
        asset=RELEASE,
        description="Every status follows from the release's own values, targets and rules, by "
        "code that the warehouse does not use.",
    )
    def statuses_follow_from_the_release(vitals: RunResource) -> dg.AssetCheckResult:
        found = rederive(read_release(vitals.settings))
        metadata: dict[str, Any] = {
            "statuses judged again": found.judged,
            "differences": len(found.differences),
            **{f"not judged again: {reason}": rows for reason, rows in found.left_out.items()},
            **_lines(list(found.differences[:SHOWN_DIFFERENCES])),
        }
        return dg.AssetCheckResult(passed=not found.differences, metadata=metadata)

    return statuses_follow_from_the_release


def _page_assets(settings: Settings) -> dg.AssetsDefinition:
    pages = page_specifications(settings.root / "reports")

    @dg.multi_asset(name="pages", specs=[_page_spec(page) for page in pages], pool=BUILD_FILE)
    def pages_of_the_release(vitals: RunResource) -> Iterator[dg.MaterializeResult[Any]]:
        with told_to_dagster():
            release = read_release(vitals.settings)
            site = write_pages(vitals.settings, release)
        for page in pages:
            files = len(list(site.glob(_pattern(page))))
            yield dg.MaterializeResult(
                asset_key=_page_key(page),
                metadata={
                    "pages": files,
                    "release_id": release.release_id,
                    "address": dg.MetadataValue.url((site / "index.html").as_uri()),
                },
            )

    return pages_of_the_release


def _page_key(page: Mapping[str, Any]) -> dg.AssetKey:
    return dg.AssetKey(["site", page["page"]])


def _page_spec(page: Mapping[str, Any]) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=_page_key(page),
        deps=[RELEASE],
        group_name=GROUP,
        owners=OWNERS,
        kinds={"html"},
        description=f"`{page['path']}`, from the named queries {', '.join(page['queries'])}.",
    )


def _pattern(page: Mapping[str, Any]) -> str:
    """The files of one kind of page."""
    path = str(page["path"])
    return f"{path.split('{', 1)[0]}*{path.rsplit('}', 1)[1]}" if "{" in path else path


def release_metadata(release: Release) -> dict[str, Any]:
    """What the manifest says, as Dagster shows it."""
    manifest = release.manifest
    files = [
        dg.TableRecord({"file": file.name, "rows": file.rows, "sha256": file.sha256})
        for file in manifest.files
    ]
    return {
        "dagster/row_count": sum(file.rows for file in manifest.marts),
        "release_id": release.release_id,
        "as_of_date": manifest.as_of_date,
        "content_hash": manifest.content_hash,
        "git_commit": manifest.git_commit,
        "folder": dg.MetadataValue.path(release.folder),
        "files": dg.MetadataValue.table(files),
    }


def _lines(differences: list[str]) -> dict[str, Any]:
    if not differences:
        return {}
    text = "\n".join(f"- {difference}" for difference in differences)
    return {"what differs": dg.MetadataValue.md(text)}
