"""Rules for the package's Python: who imports what, and how long things may get."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT

PACKAGE = PROJECT_ROOT / "orchestration"
MODULE_LINES = 250
FUNCTION_LINES = 60
# What a room may not import: extraction knows nothing of what comes after it, and so on.
FORBIDDEN = {
    "extract": ("orchestration.transform", "orchestration.publish", "orchestration.sandbox"),
    "transform": ("orchestration.extract", "orchestration.publish", "orchestration.sandbox"),
    "sandbox": ("orchestration.transform", "orchestration.publish"),
    "publish": ("orchestration.extract", "orchestration.sandbox"),
}
EVERYWHERE = ("tests", "pytest")
DAGSTER = ("dagster", "dagster_dbt", "dagster_webserver")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def label(module: Path) -> str:
    return str(module.relative_to(PROJECT_ROOT))


def imported(module: Path) -> Iterator[str]:
    """Every module a module imports, wherever in it."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def starts_with(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_dagster_stays_in_its_room() -> None:
    wrong = [
        label(module)
        for module in modules()
        if module.relative_to(PACKAGE).parts[0] not in {"defs", "definitions.py"}
        and any(starts_with(name, DAGSTER) for name in imported(module))
    ]
    assert wrong == []


def test_only_dagster_s_room_knows_dagster_s_room() -> None:
    wrong = [
        label(module)
        for module in modules()
        if module.relative_to(PACKAGE).parts[0] not in {"defs", "definitions.py"}
        and any(
            starts_with(name, ("orchestration.defs", "orchestration.definitions"))
            for name in imported(module)
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("room", sorted(FORBIDDEN))
def test_a_room_does_not_look_into(room: str) -> None:
    wrong = [
        f"{label(module)} imports {name}"
        for module in sorted((PACKAGE / room).rglob("*.py"))
        for name in imported(module)
        if starts_with(name, FORBIDDEN[room])
    ]
    assert wrong == []


def test_the_package_never_imports_its_tests() -> None:
    wrong = [
        f"{label(module)} imports {name}"
        for module in modules()
        for name in imported(module)
        if starts_with(name, EVERYWHERE)
    ]
    assert wrong == []


def test_modules_are_short_and_say_what_belongs_into_them() -> None:
    long = {
        label(module): lines
        for module in modules()
        if (lines := len(module.read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    }
    silent = [label(module) for module in modules() if not ast.get_docstring(parsed(module))]
    assert (long, silent) == ({}, [])


def test_functions_are_short() -> None:
    long = {
        f"{label(module)}:{function.lineno} {function.name}": lines
        for module in modules()
        for function in functions(module)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_every_public_function_and_class_says_what_it_does() -> None:
    silent = [
        f"{label(module)}:{node.lineno} {node.name}"
        for module in modules()
        for node in parsed(module).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_happens_at_import() -> None:
    """A module's top level defines; it calls nothing that reads, connects or prints."""
    risky = {"open", "print", "getenv", "connect", "read_text", "from_environment", "mkdir", "now"}
    wrong = [
        f"{label(module)}:{call.lineno}"
        for module in modules()
        for statement in parsed(module).body
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and _called_name(call) in risky
    ]
    assert wrong == []


def _called_name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
