"""The small faults a rule's SQL could have: every comparison flipped, every filter dropped.

Here: one parsed query in, its mutants out. Not here: which tests notice them (mutation.py).
Left alone are the equality of keys in a join (nearly any row shows it, so it would flatter the
score) and the question how many decimals a figure is written with, which is no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

DIALECT = "duckdb"

# `<` and `<=` differ on the boundary alone: that is where a test has to stand.
FLIPPED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.NullSafeEQ: exp.NullSafeNEQ,
    exp.NullSafeNEQ: exp.NullSafeEQ,
    exp.And: exp.Or,
    exp.Or: exp.And,
}
FILTERS = (exp.Where, exp.Having, exp.Qualify)


@dataclass(frozen=True)
class Mutant:
    """One change to a query: what it was, what it is now, and where it stands in the text."""

    was: str
    now: str
    offset: int
    sql: str


def mutants(
    query: exp.Expr, is_shared: Callable[[int], bool] = lambda _: False
) -> Iterator[Mutant]:
    """Every query that differs from this one by one change; the query itself stays as it is.

    What stands at a shared offset came out of a macro: the same words there are one piece of code,
    changed everywhere at once.
    """
    groups: dict[Any, list[tuple[exp.Expr, exp.Expr]]] = {}
    for node in list(query.walk()):
        for make in _changes(node):
            changed = make(node.copy())
            key = (_text(node), _text(changed)) if is_shared(_offset(node)) else id(changed)
            groups.setdefault(key, []).append((node, changed))
    for pairs in groups.values():
        yield _mutant(query, pairs)


def _mutant(query: exp.Expr, pairs: list[tuple[exp.Expr, exp.Expr]]) -> Mutant:
    node, changed = pairs[0]
    was, now, offset = _text(node), _text(changed), _offset(node)
    # In place and back again: copying the whole query for each mutant costs more than running it.
    for old, new in pairs:
        old.replace(new)
    sql = query.sql(DIALECT)
    for old, new in pairs:
        new.replace(old)
    return Mutant(was, now, offset, sql)


def _text(node: exp.Expr) -> str:
    return node.sql(DIALECT, comments=False)


def _changes(node: exp.Expr) -> Iterator[Callable[[exp.Expr], exp.Expr]]:
    if _is_equality_of_keys(node) or _joins_keys(node) or _asks_for_decimals(node):
        return
    if type(node) in FLIPPED:
        yield _flipped
    if isinstance(node, exp.Between):
        yield lambda old: _between(old, exp.GT, exp.LTE)
        yield lambda old: _between(old, exp.GTE, exp.LT)
    if isinstance(node, exp.In | exp.Is):
        yield lambda old: exp.Not(this=old)
    if _is_filter(node):
        yield lambda _: exp.true()


def _flipped(node: exp.Expr) -> exp.Expr:
    changed = FLIPPED[type(node)](this=node.this, expression=node.expression)
    # `or` binds less than the `and` it stands in for.
    return exp.Paren(this=changed) if isinstance(node, exp.And) else changed


def _between(node: exp.Expr, low: type[exp.Expr], high: type[exp.Expr]) -> exp.Expr:
    above = low(this=node.this.copy(), expression=node.args["low"])
    below = high(this=node.this, expression=node.args["high"])
    return exp.Paren(this=exp.And(this=above, expression=below))


def _is_filter(node: exp.Expr) -> bool:
    """Whether this is one of the conditions that together decide which rows stay."""
    if isinstance(node, exp.And | exp.Boolean):
        return False
    at, parent = node, node.parent
    while isinstance(parent, exp.And):
        at, parent = parent, parent.parent
    return isinstance(parent, FILTERS) or (
        isinstance(parent, exp.Join) and parent.args.get("on") is at
    )


def _is_equality_of_keys(node: exp.Expr) -> bool:
    sides = (node.this, node.args.get("expression"))
    return (
        isinstance(node, exp.EQ)
        and _is_filter(node)
        and node.find_ancestor(exp.Join, *FILTERS).__class__ is exp.Join
        and all(isinstance(side, exp.Column) for side in sides)
    )


def _joins_keys(node: exp.Expr) -> bool:
    """An `and` between keys; with `or` instead, a join would be nearly a product."""
    return isinstance(node, exp.And) and any(
        _is_equality_of_keys(side) or _joins_keys(side) for side in (node.this, node.expression)
    )


def _asks_for_decimals(node: exp.Expr) -> bool:
    """`x = round(x, n)`: whether a figure is written with n decimals."""
    return (
        isinstance(node, exp.EQ)
        and isinstance(node.expression, exp.Round)
        and node.expression.this == node.this
    )


def _offset(node: exp.Expr) -> int:
    """Where the first name in it stands: only names remember their place."""
    starts = [part.meta["start"] for part in node.find_all(exp.Identifier) if "start" in part.meta]
    while not starts and node.parent is not None:
        node = node.parent
        starts = [
            part.meta["start"] for part in node.find_all(exp.Identifier) if "start" in part.meta
        ]
    return min(starts, default=0)
