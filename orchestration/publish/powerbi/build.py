"""The model of a release: its tables, its measures, who may see what.

Here: putting them together. Not here: each of them (star.py, measures.py, roles.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Refusal
from orchestration.publish.powerbi.measures import measures, metrics_table
from orchestration.publish.powerbi.model import Model, Parameter
from orchestration.publish.powerbi.roles import UNITS, roles
from orchestration.publish.powerbi.sight import sight_tables, with_units_above
from orchestration.publish.powerbi.sources import Source
from orchestration.publish.powerbi.star import SortsBy, star
from orchestration.publish.tables import Table as Mart


@dataclass(frozen=True)
class Built:
    """A model, the name of each metric's measure in it, and the metrics it refuses."""

    model: Model
    names: Mapping[str, str]
    refused: tuple[Refusal, ...]


def build_model(
    release_id: str,
    marts: Sequence[Mart],
    found: MetricList,
    source: Source,
    parameters: tuple[Parameter, ...],
    sorts: SortsBy,
) -> Built:
    """The model of a release."""
    tables, relationships = star(marts, source, sorts)
    everything = (
        *(with_units_above(table) if table.mart == UNITS else table for table in tables),
        *sight_tables(source),
    )
    bare = Model(
        release_id=release_id,
        tables=everything,
        relationships=relationships,
        parameters=parameters,
        roles=roles(everything),
    )
    made, names, refused = measures(bare, found)
    return Built(replace(bare, tables=(metrics_table(made), *bare.tables)), names, refused)
