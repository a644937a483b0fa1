"""Every fault of the catalogue, found in the files themselves: the work of `vitals check`.

Here: which promise is held by which function, and the order of things. A bad file never stops the
check: the rest is still looked at, so that one visit to the editor is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from orchestration.catalogue.declarations import Declaration, read_declarations
from orchestration.catalogue.faults import Fault, in_order
from orchestration.catalogue.promises import (
    Arguments,
    Tables,
    fits_its_parent,
    follows_row_rules,
    has_rows_in,
    keeps_its_declaration,
)
from orchestration.catalogue.ranges import does_not_overlap, is_append_only, is_contiguous
from orchestration.catalogue.tables import Table, read_table

PROMISES: Mapping[str, Callable[[Table, Tables, Arguments], Iterator[Fault]]] = {
    "keeps_its_declaration": keeps_its_declaration,
    "follows_row_rules": follows_row_rules,
    "fits_its_parent": fits_its_parent,
    "has_rows_in": has_rows_in,
    "is_contiguous": is_contiguous,
    "does_not_overlap": does_not_overlap,
    "is_append_only": is_append_only,
}


def check_catalogue(seeds: Path) -> list[Fault]:
    """Hold every file in `seeds` against its declaration; an empty list means all is well."""
    declarations = read_declarations(seeds)
    tables, faults = read_tables(seeds, declarations)
    faults += _undeclared_files(seeds, declarations)
    for declaration in declarations.values():
        for promise in declaration.promises:
            hold = PROMISES.get(promise.test)
            if hold is None:
                problem = f"{declaration.name} promises {promise.test}, which nothing here checks."
                remedy = f"Use one of: {', '.join(PROMISES)}."
                faults.append(
                    Fault(f"{seeds.name}/{declaration.file}", None, None, problem, remedy)
                )
            else:
                faults += hold(tables[declaration.name], tables, promise.arguments)
    return in_order(faults)


def read_tables(
    seeds: Path, declarations: Mapping[str, Declaration]
) -> tuple[dict[str, Table], list[Fault]]:
    """Every declared seed, with the faults met while reading."""
    tables, faults = {}, []
    for declaration in declarations.values():
        path = seeds / f"{declaration.name}.csv"
        tables[declaration.name], found = read_table(path, declaration)
        faults += found
    return tables, faults


def _undeclared_files(seeds: Path, declarations: Mapping[str, Declaration]) -> Iterator[Fault]:
    for path in sorted(seeds.glob("*.csv")):
        if path.stem not in declarations:
            remedy = f"Declare {path.stem} in a _<area>__seeds.yml, with a type for every column."
            yield Fault(
                f"{seeds.name}/{path.name}", None, None, "No declaration for this file.", remedy
            )
