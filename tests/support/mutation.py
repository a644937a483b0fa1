"""Which mutants of the rules' SQL the unit tests beside them notice.

Here: the unit tests as dbt wrote them down, their inputs laid into DuckDB once, each mutant of a
model run on them, the report. Not here: how a mutant is made (mutants.py), and dbt itself: asking
it would take seconds for each mutant instead of milliseconds.

    python -m tests.support.mutation TARGET [FOLDER ...]

TARGET is dbt's target folder after `dbt test --select "path:FOLDER,test_type:unit"`.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from orchestration.settings import PROJECT_ROOT
from tests.support.mutants import DIALECT, Mutant, mutants

MODELS = "dbt_project/models/intermediate"
# The folders that hold rules, and the share of their mutants that must be noticed.
FOLDERS = ("assessment", "exceptions", "escalation", "spc")
THRESHOLD = 0.95
EQUIVALENTS = PROJECT_ROOT / "tests" / "mutation" / "equivalent_mutants.csv"
FIXTURE = "__dbt__cte__"


@dataclass(frozen=True)
class UnitTest:
    """One unit test of a model: its inputs, the model's query over them, the rows it expects."""

    name: str
    model: str
    text: str
    fixtures: Mapping[str, str]
    query: exp.Expr
    columns: tuple[str, ...]
    expected: str


@dataclass(frozen=True)
class Outcome:
    """A mutant, the file and line it changed, and the unit test that noticed it, if one did."""

    folder: str
    path: str
    line: int
    mutant: Mutant
    killed_by: str | None
    reason: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return Path(self.path).stem, one_line(self.mutant.was), one_line(self.mutant.now)


@dataclass(frozen=True)
class Score:
    """What became of a folder's mutants; those that change nothing count on neither side."""

    folder: str
    outcomes: tuple[Outcome, ...]

    @property
    def equivalent(self) -> int:
        return sum(1 for one in self.outcomes if one.reason and not one.killed_by)

    @property
    def killed(self) -> int:
        return sum(1 for one in self.outcomes if one.killed_by)

    @property
    def survivors(self) -> list[Outcome]:
        return [one for one in self.outcomes if not one.killed_by and not one.reason]

    @property
    def share(self) -> float:
        return self.killed / (len(self.outcomes) - self.equivalent)


def one_line(text: str) -> str:
    return " ".join(text.split())


def read_unit_tests(target: Path, folder: str) -> list[UnitTest]:
    """The folder's unit tests as dbt ran them last."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    root = target / "run" / manifest["metadata"]["project_name"]
    return [
        _unit_test(test, (root / test["original_file_path"] / MODELS / folder / test["name"]))
        for test in manifest["unit_tests"].values()
        if test["original_file_path"].startswith(f"{MODELS}/{folder}/")
    ]


def _unit_test(test: Mapping[str, Any], path: Path) -> UnitTest:
    text = path.with_suffix(".sql").read_text(encoding="utf-8")
    whole = sqlglot.parse_one(text, dialect=DIALECT)
    parts = {one.alias: one.this for one in whole.args["with_"].expressions}
    actual = parts["dbt_internal_unit_test_actual"]
    query = actual.args["from_"].this.this
    fixtures = {one.alias: one for one in query.ctes if one.alias.startswith(FIXTURE)}
    for one in fixtures.values():
        one.pop()
    return UnitTest(
        name=test["name"],
        model=test["model"],
        text=text,
        fixtures={name: one.this.sql(DIALECT) for name, one in fixtures.items()},
        query=query,
        columns=tuple(one.name for one in actual.expressions if isinstance(one, exp.Column)),
        expected=parts["dbt_internal_unit_test_expected"].args["from_"].this.this.sql(DIALECT),
    )


class Bench:
    """A model's unit tests, each with its inputs in a schema of its own."""

    def __init__(self, tests: Sequence[UnitTest]) -> None:
        self.tests = tests
        self.connection = duckdb.connect()
        self.connection.execute("set timezone = 'UTC'; set threads = 1")
        self.expected: list[Counter[Any]] = []
        for number, test in enumerate(tests):
            self.connection.execute(f"create schema test_{number}; use test_{number}")
            for name, rows in test.fixtures.items():
                self.connection.execute(f"create table {name} as {rows}")
            self.expected.append(self._rows(test, test.expected))
            if self._rows(test, test.query.sql(DIALECT)) != self.expected[-1]:
                raise ValueError(f"{test.name} fails, or its query did not survive being parsed.")

    def killer(self, sql: str) -> str | None:
        """The first unit test that notices; an error is noticed too."""
        for number, test in enumerate(self.tests):
            self.connection.execute(f"use test_{number}")
            try:
                if self._rows(test, sql) != self.expected[number]:
                    return test.name
            except duckdb.Error:
                return test.name
        return None

    def _rows(self, test: UnitTest, sql: str) -> Counter[Any]:
        names = ", ".join(f'"{name}"' for name in test.columns)
        rows = self.connection.execute(f"select {names} from ({sql})").fetchall()
        # As dbt compares: it cannot tell an empty text from none.
        return Counter(tuple(None if cell == "" else cell for cell in row) for row in rows)


def assess(target: Path, folder: str) -> Score:
    """Every mutant of every model of a folder, against that model's unit tests."""
    by_model: defaultdict[str, list[UnitTest]] = defaultdict(list)
    for test in read_unit_tests(target, folder):
        by_model[test.model].append(test)
    known = {row[:3]: row[3] for row in read_equivalents()}
    outcomes: list[Outcome] = []
    for path in sorted((PROJECT_ROOT / MODELS / folder).glob("*.sql")):
        tests = by_model[path.stem]
        outcomes += _outcomes(folder, path, tests, known) if tests else _untested(folder, path)
    return Score(folder, tuple(outcomes))


def _outcomes(
    folder: str, path: Path, tests: Sequence[UnitTest], known: Mapping[Any, str]
) -> Iterator[Outcome]:
    bench = Bench(tests)
    text, places = tests[0].text, _places(tests[0], path)

    def is_shared(offset: int) -> bool:
        return places[text.count("\n", 0, offset)][1]

    for mutant in mutants(tests[0].query, is_shared):
        line = places[text.count("\n", 0, mutant.offset)][0]
        relative = str(path.relative_to(PROJECT_ROOT))
        outcome = Outcome(folder, relative, line, mutant, bench.killer(mutant.sql))
        yield Outcome(**{**vars(outcome), "reason": known.get(outcome.key)})


def _untested(folder: str, path: Path) -> Iterator[Outcome]:
    """All mutants of a model without a unit test survive; its macros and loops stay unexpanded."""
    source = path.read_text(encoding="utf-8")
    for template, instead in ((r"{%-? if.*?endif -?%}|{%.*?%}", ""), (r"{{.*?}}", "jinja")):
        source = re.sub(template, instead, source, flags=re.DOTALL)
    for mutant in mutants(sqlglot.parse_one(source, dialect=DIALECT)):
        line = source.count("\n", 0, mutant.offset) + 1
        yield Outcome(folder, str(path.relative_to(PROJECT_ROOT)), line, mutant, None)


def _places(test: UnitTest, path: Path) -> list[tuple[int, bool]]:
    """For each line of the compiled test the model's line it is, or else follows.

    What only follows one came out of a macro.
    """
    compiled = [line.strip() for line in test.text.splitlines()]
    source = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    found = [0] * len(compiled)
    for match in SequenceMatcher(None, compiled, source, autojunk=False).get_matching_blocks():
        for step in range(match.size):
            found[match.a + step] = match.b + step + 1
    places: list[tuple[int, bool]] = []
    last = 0
    for line in found:
        last = line or last
        places.append((last, not line))
    return places


def read_equivalents() -> list[tuple[str, str, str, str]]:
    """Model, what it was, what it is now, and why that changes nothing."""
    with EQUIVALENTS.open(encoding="utf-8", newline="") as file:
        return [(row[0], row[1], row[2], row[3]) for row in list(csv.reader(file))[1:]]


def report(scores: Iterable[Score]) -> str:
    """A line for each folder, then what nobody noticed."""
    lines = ["folder         mutants  killed  equivalent  score"]
    survivors: list[str] = []
    for score in scores:
        lines.append(
            f"{score.folder:<14} {len(score.outcomes):>7}  {score.killed:>6}"
            f"  {score.equivalent:>10}  {score.share:>5.1%}"
        )
        survivors += [
            f"{one.path}:{one.line}\n    {one_line(one.mutant.was)}\n    -> "
            f"{one_line(one.mutant.now)}"
            for one in score.survivors
        ]
    return "\n".join([*lines, "", *survivors])


def main() -> None:
    target, *folders = sys.argv[1:]
    sys.stdout.write(report(assess(Path(target), folder) for folder in folders or FOLDERS) + "\n")


if __name__ == "__main__":
    main()
