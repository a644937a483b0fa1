"""How a dbt resource looks in Dagster: its key, group, owner, kinds and description.

Here: naming, and nothing else has any. Raw tables are named by it too, for dbt declares them.
Not here: what is computed. Keys read as in the warehouse: the layer, or the source, then the table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject

Node = Mapping[str, Any]

# How a source is read, as Dagster draws it; the first protocol of its contract counts.
PROTOCOL_KINDS: Mapping[str, str] = {
    "table_api": "servicenow",
    "rest": "api",
    "sql": "sql",
    "prometheus": "prometheus",
    "event_files": "file",
}
RAW_KINDS: Mapping[str, frozenset[str]] = {
    "returns": frozenset({"excel", "csv", "parquet"}),
    "calendar": frozenset({"python", "parquet"}),
    "publications": frozenset({"parquet"}),
}
SEED_KINDS = frozenset({"dbt", "csv", "seed"})


class Translator(DagsterDbtTranslator):
    """The house's names for dbt's resources."""

    def get_asset_spec(
        self, manifest: Node, unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """The resource as an asset, with the kinds of thing it is."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        return spec.replace_attributes(kinds=set(kinds_of(node)))

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Node, unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        """The data test as a check that says what holds and where it is written."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None:
            return None
        return spec._replace(description=promise_of(manifest["nodes"][unique_id]))

    def get_asset_key(self, dbt_resource_props: Node) -> dg.AssetKey:
        """`servicenow/incident`, `seeds/measures`, `marts/dim_measures`."""
        return key_of(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Node) -> str:
        """The layer and the folder in it; raw tables by source, seeds together."""
        return group_of(dbt_resource_props)

    def get_description(self, dbt_resource_props: Node) -> str:
        """What dbt's YAML says; the SQL is a file away."""
        return str(dbt_resource_props.get("description") or "")

    def get_owners(self, dbt_resource_props: Node) -> Sequence[str]:
        """The team that `meta: owner` names."""
        return [f"team:{owner}" for owner in owners_of(dbt_resource_props)]

    def get_metadata(self, dbt_resource_props: Node) -> Mapping[str, Any]:
        """The declared columns, and the file it stands in."""
        declared = super().get_metadata(dbt_resource_props)
        return {**declared, "file": dbt_resource_props["original_file_path"]}


def key_of(node: Node) -> dg.AssetKey:
    """A resource's asset key."""
    if node["resource_type"] == "source":
        return dg.AssetKey([node["source_name"], node["name"]])
    return dg.AssetKey([node["schema"], node["alias"]])


def group_of(node: Node) -> str:
    """A resource's group."""
    if node["resource_type"] == "source":
        return f"raw_{node['source_name']}"
    if node["resource_type"] == "seed":
        return "catalogue"
    # fqn: the project, the layer, the folder, the model.
    return "_".join(node["fqn"][1:3])


def kinds_of(node: Node) -> frozenset[str]:
    """What kinds of thing a resource is; Dagster shows three at most."""
    if node["resource_type"] == "source":
        return raw_kinds_of(node)
    if node["resource_type"] == "seed":
        return SEED_KINDS
    return frozenset({"dbt", "duckdb", node["config"]["materialized"]})


def raw_kinds_of(node: Node) -> frozenset[str]:
    """A raw table is a Parquet file, and shows how it came."""
    protocols = node["config"].get("meta", {}).get("protocols") or []
    read_by = {PROTOCOL_KINDS[protocol] for protocol in protocols[:1]}
    return RAW_KINDS.get(node["source_name"], frozenset({"parquet", *read_by}))


def owners_of(node: Node) -> list[str]:
    """The teams a resource's meta names."""
    meta = {**node.get("meta", {}), **node.get("config", {}).get("meta", {})}
    return [meta["owner"]] if meta.get("owner") else []


def promise_of(test: Node) -> str:
    """What a test holds its table to: its description, or its name read as a sentence."""
    sentence = test.get("description") or test["name"].removeprefix("assert_").replace("_", " ")
    return f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}. ({test['original_file_path']})"
