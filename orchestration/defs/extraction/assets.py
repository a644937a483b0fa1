"""The raw tables: one set of assets a source, and the ledger of all loads.

Here: which function loads which source, retries, and what the ledger says of a load. Not here:
reading a source (extract/), the tables' names and descriptions (dbt declares them).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.defs.extraction.freshness import freshness_of
from orchestration.defs.failures import told_to_dagster
from orchestration.defs.pools import raw_pool
from orchestration.defs.run_resource import RunResource
from orchestration.defs.transformation.project import ReadProject
from orchestration.defs.transformation.translator import key_of
from orchestration.extract.contracts import Contract, read_contracts
from orchestration.extract.landed import committed_loads, read_manifest, table_entries
from orchestration.extract.loads import LoadSummary
from orchestration.extract.package import LEDGER_COLUMNS
from orchestration.extract.run import extract_calendar, extract_returns, extract_system
from orchestration.extract.tables import CALENDAR, RETURNS
from orchestration.publications.frozen import SOURCE as PUBLICATIONS
from orchestration.publications.frozen import place_publications, read_publications

LEDGER = "ledger"
# A source system may be restarting or busy: three more tries, 5, 10 and 20 seconds apart.
RETRIES = dg.RetryPolicy(
    max_retries=3, delay=5, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)
SHOWN = (
    "source_count_before",
    "source_count_after",
    "page_count",
    "cursor_before",
    "cursor_after",
    "window_from",
    "window_to",
    "content_sha256",
)

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Extraction:
    """A source and what loads it."""

    source: str
    load: Callable[[RunResource, Progress], list[LoadSummary]]


def _returns(vitals: RunResource, progress: Progress) -> list[LoadSummary]:
    # The sandbox puts its shipped returns into the drop folder when it starts.
    vitals.systems()
    return extract_returns(vitals.settings, progress=progress)


def _calendar(vitals: RunResource, _progress: Progress) -> list[LoadSummary]:
    return extract_calendar(vitals.settings)


def _system(contract: Contract) -> Extraction:
    def load(vitals: RunResource, progress: Progress) -> list[LoadSummary]:
        system = vitals.systems().systems.get(contract.source)
        return extract_system(vitals.settings, contract, system, progress=progress)

    return Extraction(contract.source, load)


def extractions(root: Path) -> tuple[Extraction, ...]:
    """The calendar, the returns and every source system that the project reads."""
    systems = (_system(contract) for contract in read_contracts(root).values())
    return (Extraction(CALENDAR, _calendar), Extraction(RETURNS, _returns), *systems)


def build_extraction_assets(read: ReadProject) -> list[dg.AssetsDefinition]:
    """The raw tables of every source, then the ledger."""
    root = Path(read.project.project_dir)
    every, policies = extractions(root), freshness_of(root)
    sources = (_source_assets(read, one, policies.get(one.source)) for one in every)
    return [*sources, _ledger_asset(read, every), _publications_asset(read)]


def _specs(
    read: ReadProject, source: str, policy: dg.FreshnessPolicy | None = None
) -> list[dg.AssetSpec]:
    """A source's tables as dbt declares them, each with how old it may become."""
    return [
        read.translator.get_asset_spec(
            read.manifest, table["unique_id"], read.project
        ).replace_attributes(freshness_policy=policy)
        for table in read.sources(source)
    ]


def _source_assets(
    read: ReadProject, extraction: Extraction, policy: dg.FreshnessPolicy | None
) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=f"extract_{extraction.source}",
        specs=_specs(read, extraction.source, policy),
        retry_policy=RETRIES,
        pool=raw_pool(extraction.source),
        description=f"One load of {extraction.source}: all its tables land together, or none.",
    )
    def extract_source(
        context: dg.AssetExecutionContext, vitals: RunResource
    ) -> Iterator[dg.MaterializeResult[Any]]:
        with told_to_dagster():
            extraction.load(vitals, context.log.info)
        entries = newest_entries(vitals, extraction.source)
        for table in read.sources(extraction.source):
            metadata = load_metadata(entries[table["name"]])
            yield dg.MaterializeResult(asset_key=key_of(table), metadata=metadata)

    return extract_source


def _ledger_asset(read: ReadProject, every: tuple[Extraction, ...]) -> dg.AssetsDefinition:
    (spec,) = _specs(read, LEDGER)
    tables = [table for one in every for table in read.sources(one.source)]
    spec = spec.replace_attributes(deps=[key_of(table) for table in tables])

    @dg.multi_asset(name="ledger", specs=[spec])
    def ledger(vitals: RunResource) -> dg.MaterializeResult[Any]:
        entries = [
            entry
            for one in every
            for load in committed_loads(vitals.settings.raw, one.source)
            for entry in table_entries(read_manifest(load))
        ]
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": len(entries),
                "dagster/column_schema": text_schema(LEDGER_COLUMNS),
                "loads": len({entry["load_id"] for entry in entries}),
            }
        )

    return ledger


def _publications_asset(read: ReadProject) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name="publications",
        specs=_specs(read, PUBLICATIONS),
        description="What forums were shown, frozen by earlier releases; nothing is read.",
    )
    def publications(vitals: RunResource) -> Iterator[dg.MaterializeResult[Any]]:
        with told_to_dagster():
            place_publications(vitals.settings)
            frozen = [each.publication_id for each in read_publications(vitals.settings)]
        for table in read.sources(PUBLICATIONS):
            metadata = {"publications": ", ".join(frozen) or "none"}
            yield dg.MaterializeResult(asset_key=key_of(table), metadata=metadata)

    return publications


def newest_entries(vitals: RunResource, source: str) -> dict[str, Mapping[str, Any]]:
    """What the newest load with a table says of it, and how many rows all loads hold of it."""
    newest: dict[str, Mapping[str, Any]] = {}
    rows: Counter[str] = Counter()
    for load in committed_loads(vitals.settings.raw, source):
        for entry in table_entries(read_manifest(load)):
            rows[entry["table_name"]] += entry["row_count"]
            newest[entry["table_name"]] = entry
    return {name: {**entry, "all_rows": rows[name]} for name, entry in newest.items()}


def load_metadata(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A table's line in the ledger, as Dagster shows it; what is empty is left out."""
    shown = {name: entry[name] for name in SHOWN if entry.get(name) not in (None, "")}
    return {
        "dagster/row_count": entry["all_rows"],
        "dagster/column_schema": text_schema((*entry["columns"], "_load_id")),
        "rows_loaded": entry["row_count"],
        "load_id": entry["load_id"],
        **shown,
    }


def text_schema(columns: tuple[str, ...]) -> dg.TableSchema:
    """Raw columns are text, all of them."""
    return dg.TableSchema([dg.TableColumn(column, "text") for column in columns])
