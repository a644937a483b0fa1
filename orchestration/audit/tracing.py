"""`vitals trace`: from the ids of a number to its trail.

Here: what is asked of whom, in order. Not here: any of the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import duckdb

from orchestration.audit.asking import TraceError, choose_release, find_number
from orchestration.audit.builds import build_of, how_to_build_again, open_build
from orchestration.audit.facts import Facts, open_facts
from orchestration.audit.lineage import Graph, passed, read_columns, read_graph
from orchestration.audit.records import find_records
from orchestration.audit.trail import Model, Records, Rejections, ReleaseTaken, Row, Trail
from orchestration.publish.manifest import Input
from orchestration.publish.release import Release
from orchestration.settings import Settings
from orchestration.transform.dbt import target_folder

OF_PARTS = "A composite has no records of its own: trace its parts."
NO_GRAPH = "dbt's graph is not there: `vitals replay` writes it."
GRAPH = "As the newest build was made; an older release may have passed other models."


def trace(
    settings: Settings,
    measure: str,
    unit: str | None,
    period: str,
    *,
    release_id: str | None = None,
    as_known: date | None = None,
    limit: int,
) -> Trail:
    """Everything that is known of one number; at most `limit` of its records are listed."""
    release, taken = choose_release(settings, release_id, as_known)
    graph = read_graph(target_folder(settings))
    try:
        with open_facts(release.folder) as facts:
            asked = find_number(facts, measure, unit, period)
            number = facts.number((asked.measure_id, asked.organisation_unit_id, asked.period_id))
            return _told(settings, release, taken, facts, graph, number, limit)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise TraceError(
            f"Release {release.release_id} has other tables than this version reads: "
            f"{str(error).splitlines()[0]}",
            f"Trace it with the version that made it, commit {release.manifest.git_commit}.",
        ) from error


def _told(
    settings: Settings,
    release: Release,
    taken: ReleaseTaken,
    facts: Facts,
    graph: Graph | None,
    number: Row,
    limit: int,
) -> Trail:
    key = (number["measure_id"], number["organisation_unit_id"], number["period_id"])
    parts = facts.parts(number)
    counted_only = facts.tables(number["measure_id"])
    tables = tuple(counted_only)
    rule, version = facts.rule(number)
    return Trail(
        release=taken,
        number=number,
        rule=rule,
        rule_version=version,
        target=facts.target(number),
        parts=parts,
        path=_way(settings, graph, number) if graph and not parts else (),
        path_note=OF_PARTS if parts else GRAPH if graph else NO_GRAPH,
        loads=_loads(release, tables, number["load_id"]),
        rejections=facts.rejections(tables, number["load_id"])
        if tables
        else Rejections((), (), OF_PARTS),
        records=Records((), (), OF_PARTS)
        if parts
        else _records(settings, release, graph, number, counted_only, limit),
        doubts=facts.doubts(key),
        publications=facts.publications(key),
        restatements=facts.restatements(key),
    )


def _way(settings: Settings, graph: Graph, number: Row) -> tuple[Model, ...]:
    columns = read_columns(target_folder(settings).parent)
    return passed(graph, columns, number["measure_id"])


def _loads(release: Release, tables: tuple[str, ...], load_id: str | None) -> tuple[Input, ...]:
    """Committed loads of these tables; a source's loads after the number's own changed nothing."""
    source = (load_id or "").rpartition("-")[0]
    return tuple(
        entry
        for entry in release.manifest.inputs
        if f"{entry.source}.{entry.table}" in tables
        and (entry.source != source or load_id is None or entry.load_id <= load_id)
    )


def _records(
    settings: Settings,
    release: Release,
    graph: Graph | None,
    number: Row,
    counted_only: Mapping[str, bool],
    limit: int,
) -> Records:
    if graph is None:
        return Records((), (), NO_GRAPH)
    build = build_of(settings, release, number)
    if build is None:
        return Records(
            (),
            (),
            "The build this release was made from is gone: only the newest are kept. "
            f"{how_to_build_again(release)} makes it again from the same loads.",
        )
    meta = graph.meta(f"int_measure__{number['measure_id']}")
    with open_build(build) as connection:
        found = find_records(connection, meta, number, counted_only, limit)
    return replace(found, note=f"{found.note} Read from {build}.".strip())
