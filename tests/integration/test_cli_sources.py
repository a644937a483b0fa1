"""`vitals sources`: what it says of a connection, and what it reads again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestration.cli import app
from orchestration.settings import Settings
from tests.support.raw_reading import landed
from tests.support.stub_rows import all_tables
from tests.support.stub_table_api import SECRET, USER, StubTableApi, serving


@pytest.fixture(autouse=True)
def home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITALS_HOME", str(settings.home))
    monkeypatch.setenv("STUB_USER", USER)
    monkeypatch.setenv("STUB_SECRET", SECRET)


def described(tmp_path: Path, address: str) -> str:
    """A sources file with one instance in it."""
    path = tmp_path / "sources.yml"
    path.write_text(
        "servicenow:\n"
        f"  base_url: {address}\n"
        "  credentials: {client_id: STUB_USER, client_secret: STUB_SECRET}\n"
    )
    return str(path)


def vitals(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def states(said: Result) -> dict[str, str]:
    lines = [line for line in said.output.splitlines() if line and not line.startswith(" ")]
    return {line.split()[0]: " ".join(line.split()[1:]) for line in lines}


def test_the_sandbox_is_reached_in_every_part(settings: Settings) -> None:
    said = vitals("sources", "check")
    assert said.exit_code == 0
    assert states(said)["servicenow"] == "reached"
    assert "not readable" not in states(said).values()
    assert not settings.raw.exists(), "a look at the connections loads nothing"


def test_one_that_is_reached_and_the_rest_that_is_not_connected(tmp_path: Path) -> None:
    with serving(StubTableApi(all_tables())) as stub:
        said = vitals("sources", "check", "--sources", described(tmp_path, stub.address))
    assert said.exit_code == 0
    found = states(said)
    assert found.pop("servicenow") == "reached"
    assert set(found.values()) <= {"not connected"}


def test_a_wrong_password_is_said_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUB_SECRET", "canary-5e1f")
    with serving(StubTableApi(all_tables())) as stub:
        said = vitals("sources", "check", "--sources", described(tmp_path, stub.address))
    assert said.exit_code == 1
    assert states(said)["servicenow"] == "not readable"
    assert said.output.count("the sign-in") == 1, "and not for each table"
    assert "STUB_SECRET" in said.output
    assert "canary-5e1f" not in said.output


def test_a_column_that_is_gone_is_named(tmp_path: Path) -> None:
    tables = all_tables()
    tables["incident"] = [
        {name: value for name, value in row.items() if name != "priority"}
        for row in tables["incident"]
    ]
    with serving(StubTableApi(tables)) as stub:
        said = vitals("sources", "check", "--sources", described(tmp_path, stub.address))
    assert said.exit_code == 1
    assert "columns ['priority'] are gone" in said.output


def test_a_source_is_read_again_in_full(tmp_path: Path, settings: Settings) -> None:
    with serving(StubTableApi(all_tables())) as stub:
        file = described(tmp_path, stub.address)
        for _ in range(2):
            said = vitals("sources", "reread", "servicenow", "--sources", file)
            assert said.exit_code == 0, said.output
    ledger = landed(settings.raw, "servicenow", "_ledger")
    counts = {(row["load_id"], row["table_name"]): int(row["row_count"]) for row in ledger}
    first, second = ("servicenow-00000001", "servicenow-00000002")
    assert counts[first, "incident"] == counts[second, "incident"] == 25
    assert {row["window_from"] for row in ledger} == {""}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("servicenau",), "'servicenau' is no source system"),
        (("servicenow", "--month", "2025-06"), "cannot be read by day"),
    ],
)
def test_what_cannot_be_read_again_is_said(
    tmp_path: Path, words: tuple[str, ...], expected: str
) -> None:
    with serving(StubTableApi(all_tables())) as stub:
        file = described(tmp_path, stub.address)
        said = vitals("sources", "reread", *words, "--sources", file)
    assert said.exit_code == 1
    assert expected in str(said.exception)


def test_nothing_of_the_sandbox_stays_in_the_environment() -> None:
    before = dict(os.environ)
    vitals("sources", "check")
    assert dict(os.environ) == before
