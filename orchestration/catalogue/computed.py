"""The computed measures as a table: what each is counted from, where, and what tests it.

Here: rows read from the catalogue, the models and their unit tests; the table in Markdown. Not
here: computing. `docs/measures.md` is this table; a test says when it is out of date.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.yaml_files import read_yaml

MEASURES = Path("dbt_project/models/intermediate/measures")
RECOUNTS = Path("tests/recount")
_PREFIX = "int_measure__"
_HEAD = """\
# The computed measures

Written by `vitals measures`; `make test` says when it is out of date. A measure's definition,
population and exclusions stand beside its SQL; its codes, limits and divisors are rows of
`seeds/measure_parameters.csv`. Every one of them is counted a second time, from the raw rows and
without SQL, by the modules in `tests/recount/`.

"""


@dataclass(frozen=True)
class ComputedMeasure:
    """One measure: its parts where it is a composite, else its tables, model and unit tests."""

    measure_id: str
    code: str
    name: str
    frequency: str
    unit: str
    tables: tuple[str, ...]
    parts: tuple[str, ...]
    test_count: int
    test_file: str


def computed_measures(root: Path) -> list[ComputedMeasure]:
    """Measures with a model, and composites of such, in the catalogue's order."""
    tables = defaultdict(list)
    for row in _seed(root, "measure_tables"):
        tables[row["measure_id"]].append(f"{row['source']}.{row['table_name']}")
    models = {path.stem.removeprefix(_PREFIX) for path in (root / MEASURES).glob(f"{_PREFIX}*.sql")}
    tests = _unit_tests(root)
    rows = _seed(root, "measures")
    parts = defaultdict(list)
    for row in rows:
        if row["is_part"] == "true" and row["measure_id"] in models:
            parts[row["parent_measure_id"]].append(row["measure_id"])
    rows.sort(key=lambda row: (row["scorecard_id"], int(row["sort_order"])))
    return [
        ComputedMeasure(
            measure_id=key,
            code=row["code"],
            name=row["name"],
            frequency=row["frequency"],
            unit=row["unit"].replace("_", " "),
            tables=tuple(sorted(tables[key])),
            parts=tuple(parts[key]) if row["measure_kind"] == "composite" else (),
            test_count=sum(tests[key].values()),
            test_file=next(iter(tests[key]), ""),
        )
        for row in rows
        if (key := row["measure_id"]) in models or parts[key]
    ]


def as_markdown(measures: Iterable[ComputedMeasure]) -> str:
    """The page, with links from `docs/` into the project."""
    lines = ["| Measure | Counted | Records | SQL | Unit tests |", "|---|---|---|---|---|"]
    lines += [_line(measure) for measure in measures]
    return _HEAD + "\n".join(lines) + "\n"


def _line(one: ComputedMeasure) -> str:
    label = " ".join(filter(None, (one.code, one.name)))
    counted = f"{one.frequency}, {one.unit}"
    if one.parts:
        parts = ", ".join(f"`{part}`" for part in one.parts)
        return f"| {label} | {counted} | its parts: {parts} | | |"
    file = f"{_PREFIX}{one.measure_id}.sql"
    records = ", ".join(f"`{table}`" for table in one.tables)
    sql = f"[{file}](../{MEASURES / file})"
    tests = f"[{one.test_count}](../{one.test_file})" if one.test_file else "none"
    return f"| {label} | {counted} | {records} | {sql} | {tests} |"


def _seed(root: Path, name: str) -> list[dict[str, str]]:
    with (root / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _unit_tests(root: Path) -> Mapping[str, Counter[str]]:
    """Per measure how many unit tests each file holds for it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted((root / MEASURES).glob("*unit_tests.yml")):
        for test in read_yaml(path)["unit_tests"]:
            measure = str(test["model"]).removeprefix(_PREFIX)
            found[measure][path.relative_to(root).as_posix()] += 1
    return found
