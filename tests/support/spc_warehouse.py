"""The project's own SQL of the control charts, over series a test makes up.

Here: the models compiled by dbt once, and run on a scratch database in which the tables they read
are stand-ins. Not here: what the result should be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import new_build
from orchestration.transform.dbt import build_arguments, invoke_dbt, target_folder
from tests.support.spc_reference import TOOLS, Series

MART = "fct_measure_spc"
FIRST_DAY = date(2024, 1, 1)
DECIMAL = pa.decimal128(38, 9)


@dataclass(frozen=True)
class CompiledChart:
    """The statements that make the mart, in order, and the tables they expect."""

    statements: tuple[str, ...]
    profile_types: Mapping[str, str]


def compiled_chart(home: Path) -> CompiledChart:
    """dbt compiles what the mart is made of; nothing is run."""
    settings = Settings(root=PROJECT_ROOT, home=home)
    build = new_build(settings)
    arguments = build_arguments(settings, None, "compile", select=f"+{MART}")
    assert invoke_dbt(settings, build, arguments)
    manifest = json.loads((target_folder(settings) / "manifest.json").read_text("utf-8"))
    nodes = [node for node in _ancestry(manifest) if _is_ours(node)]
    profiles = manifest["nodes"]["seed.vital_signs.spc_profiles"]
    types = profiles["config"]["column_types"]
    return CompiledChart(tuple(_statement(node) for node in nodes), types)


def _is_ours(node: Mapping[str, Any]) -> bool:
    """The charts themselves and the faces of their own seeds; everything else is a stand-in."""
    name = str(node["name"])
    return name.startswith(("int_spc_", "stg_reference__spc_")) or name == MART


def _ancestry(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The mart and every model behind it, parents first."""
    seen: set[str] = set()

    def visit(key: str) -> Iterator[Mapping[str, Any]]:
        node = manifest["nodes"].get(key)
        if key in seen or node is None or node["resource_type"] != "model":
            return
        seen.add(key)
        for parent in node["depends_on"]["nodes"]:
            yield from visit(parent)
        yield node

    yield from visit(f"model.vital_signs.{MART}")


def _statement(node: Mapping[str, Any]) -> str:
    code = re.sub(r'"warehouse"\.', "", str(node["compiled_code"]))
    return f"create table {node['schema']}.{node['alias']} as {code}"


def charted(compiled: CompiledChart, series: Sequence[Series]) -> dict[tuple[str, str], list[Any]]:
    """The mart's rows for every series and profile, in the order of their periods."""
    with duckdb.connect() as scratch:
        scratch.execute("set enable_progress_bar = false")
        for schema in ("seeds", "staging", "intermediate", "marts"):
            scratch.execute(f"create schema {schema}")
        _load_profiles(scratch, compiled.profile_types)
        for name, table in _stand_ins(series).items():
            scratch.register("stand_in", table)
            scratch.execute(f"create table {name} as select * from stand_in")
        scratch.execute("create view staging.stg_reference__spc_events as select * from events")
        for statement in compiled.statements:
            if "stg_reference__spc_events as" not in statement:
                scratch.execute(statement)
        cursor = scratch.execute(f"select * from marts.{MART} order by period_end_date")
        columns = [column[0] for column in cursor.description or ()]
        found: dict[tuple[str, str], list[Any]] = {}
        for values in cursor.fetchall():
            row = dict(zip(columns, values, strict=True))
            found.setdefault((row["measure_id"], row["spc_profile_id"]), []).append(row)
        return found


def _load_profiles(scratch: duckdb.DuckDBPyConnection, profile_types: Mapping[str, str]) -> None:
    """The profiles as they ship: the rules under test are the seed's."""
    types = json.dumps(dict(profile_types)).replace('"', "'")
    scratch.execute(
        "create table seeds.spc_profiles as select * from read_csv("
        f"'{PROJECT_ROOT}/seeds/spc_profiles.csv', columns={types}, header=true)"
    )


def _day(position: int) -> date:
    return FIRST_DAY + timedelta(days=position)


def _stand_ins(series: Sequence[Series]) -> dict[str, pa.Table]:
    longest = max(len(each.values) for each in series)
    return {
        "intermediate.int_values_observed": _observed(series),
        "intermediate.int_targets_in_force": _targets(series),
        # Only the words of an assurance ask for them.
        "intermediate.int_statuses": _table(
            ["measure_id", "organisation_unit_id", "period_id", "rag_status", "is_met"],
            [],
            {"is_met": pa.bool_()},
        ),
        "intermediate.int_rule_versions": pa.table(
            {
                "rule_kind": ["spc_profile"] * len(TOOLS),
                "rule_id": list(TOOLS),
                "version": pa.array([1] * len(TOOLS), pa.int32()),
                "valid_from_date": [FIRST_DAY] * len(TOOLS),
                "valid_to_date": pa.array([None] * len(TOOLS), pa.date32()),
            }
        ),
        "intermediate.int_periods": pa.table(
            {
                "period_id": [str(_day(n)) for n in range(longest)],
                "label": [f"day {n}" for n in range(longest)],
                "article": [""] * longest,
                "preposition": ["on "] * longest,
            }
        ),
        "staging.stg_reference__measures": pa.table(
            {
                "measure_id": [each.name for each in series],
                "measure_kind": ["level"] * len(series),
                "direction": [each.direction for each in series],
                "unit": ["count"] * len(series),
                "display_decimals": pa.array([1] * len(series), pa.int32()),
            }
        ),
        "staging.stg_reference__measure_parameters": pa.table(
            {
                "measure_id": [each.name for each in series],
                "parameter": ["spc_conflict_rule"] * len(series),
                "value": [each.conflict for each in series],
            }
        ),
        "staging.stg_reference__disclosure_rules": pa.table(
            {"measure_id": pa.array([], pa.string())}
        ),
        "staging.stg_reference__units": pa.table(
            {"unit": ["count"], "prefix": [""], "suffix": [""]}
        ),
        "events": _events(series),
    }


def _observed(series: Sequence[Series]) -> pa.Table:
    rows = [
        (each.name, "unit", str(day), day, "awaiting_data" if v is None else "reported", v, v)
        for each in series
        for day, v in ((_day(n), v) for n, v in enumerate(each.values))
    ]
    names = ["measure_id", "organisation_unit_id", "period_id", "period_end_date", "value_status"]
    figures = {"value": DECIMAL, "judged_value": DECIMAL}
    return _table([*names, *figures], rows, figures)


def _targets(series: Sequence[Series]) -> pa.Table:
    rows = [
        (each.name, "unit", str(_day(n)), figure)
        for each in series
        for low, high, figure in each.targets
        for n in range(low, high + 1)
    ]
    names = ["measure_id", "organisation_unit_id", "period_id", "target_value"]
    return _table(names, rows, {"target_value": DECIMAL})


def _events(series: Sequence[Series]) -> pa.Table:
    rows: list[tuple[Any, ...]] = []
    for each in series:
        kinds = [("rebase", n) for n in each.rebases] + [("ghost", n) for n in each.ghosts]
        rows += [
            (f"{each.name}_{kind}_{n}", each.name, kind, str(_day(n)), None) for kind, n in kinds
        ]
        if each.baseline is not None:
            rows.append((f"{each.name}_base", each.name, "baseline", None, each.baseline))
    table = _table(
        ["spc_event_id", "measure_id", "event_type", "period_id", "point_count"],
        rows,
        {"period_id": pa.string(), "point_count": pa.int32()},
    )
    size = table.num_rows
    for name, column in {
        "organisation_unit_id": pa.array(["unit"] * size),
        "reason": pa.array(["a reason"] * size),
        "recorded_at": pa.array([None] * size, pa.timestamp("us")),
        "is_withdrawn": pa.array([False] * size),
    }.items():
        table = table.append_column(name, column)
    return table


def _table(
    names: Sequence[str], rows: Sequence[tuple[Any, ...]], types: Mapping[str, pa.DataType]
) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [[] for _ in names]
    return pa.table(
        {
            name: pa.array(list(column), types.get(name, None if rows else pa.string()))
            for name, column in zip(names, columns, strict=True)
        }
    )
