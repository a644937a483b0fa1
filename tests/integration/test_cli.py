"""The command: help, exit codes, errors without tracebacks."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.settings import PROJECT_ROOT, Settings
from tests.support.toy import toy_release

VITALS = Path(sys.executable).with_name("vitals")
COMMANDS = (
    "run",
    "sources",
    "check",
    "measures",
    "status",
    "verify-release",
    "rollback",
    "docs",
    "site",
    "ui",
)


@dataclass(frozen=True)
class Outcome:
    code: int
    output: str
    errors: str


def vitals(settings: Settings, *words: str) -> Outcome:
    """Run the command in a home of its own, without a terminal."""
    environment = {**os.environ, "VITALS_HOME": str(settings.home), "COLUMNS": "100"}
    done = subprocess.run(
        [VITALS, *words],
        env=environment,
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def test_help_names_every_command(settings: Settings) -> None:
    said = vitals(settings, "--help")
    assert said.code == 0
    for command in COMMANDS:
        assert f" {command} " in said.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    said = CliRunner().invoke(app, [command, "-h"])
    assert said.exit_code == 0
    assert len(said.output) > 100


@pytest.mark.parametrize(
    "words",
    [
        ("run", "--as-of", "31.01.2026"),
        ("run", "--scale", "0"),
        ("run", "--sources", "no-such-file.yml"),
        ("run", "--sandbox", "--sources", "pyproject.toml"),
        ("publish",),
    ],
)
def test_wrong_usage_ends_with_two(words: tuple[str, ...]) -> None:
    said = CliRunner().invoke(app, list(words))
    assert said.exit_code == 2
    assert "Usage" in said.output


def test_a_refused_sources_file_names_what_to_do(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "sources.yml"
    file.write_text("servicenow: {base_url: 'http://example.org'}\n")
    said = vitals(settings, "run", "--sources", str(file))
    assert said.code == 1
    assert "https" in said.errors
    assert "What to do" in said.errors
    assert "Traceback" not in said.errors


def test_debug_shows_where(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "sources.yml"
    file.write_text("nonsense: 1\n")
    assert "Traceback" in vitals(settings, "--debug", "run", "--sources", str(file)).errors


def test_check_names_what_is_wrong_with_a_waiting_return(settings: Settings) -> None:
    fine = vitals(settings, "check")
    assert fine.code == 0
    assert "no faults" in " ".join(fine.output.split())
    settings.incoming.mkdir(parents=True)
    text = "measure_id,organisation_unit_id,period_end,value\nnorfolk_tea,norfolk,2018-01-31,[7]\n"
    (settings.incoming / "tea.csv").write_text(text, encoding="utf-8")
    said = vitals(settings, "check")
    assert said.code == 1
    assert "2 faults" in said.output
    first, second, *_ = said.output.splitlines()
    for line, column, problem in (
        (first, "measure_id", "norfolk_tea"),
        (second, "value", '"[7]" is not a number'),
    ):
        assert "incoming/tea.csv" in line
        assert "2" in line
        assert column in line
        assert problem in line
    assert (settings.incoming / "tea.csv").is_file()
    assert not settings.raw.exists()


def test_status_before_and_after_a_release(settings: Settings) -> None:
    before = vitals(settings, "status")
    assert before.code == 0
    assert "vitals run" in before.output
    release = toy_release(settings)
    after = vitals(settings, "status")
    assert release.release_id in after.output
    assert release.manifest.content_hash in after.output.replace("\n", "")


def test_verify_ends_with_one_when_a_file_was_touched(settings: Settings) -> None:
    release = toy_release(settings)
    assert vitals(settings, "verify-release").code == 0
    (release.folder / "fct_extractions.parquet").write_bytes(b"other")
    said = vitals(settings, "verify-release", release.release_id)
    assert said.code == 1
    assert "fct_extractions.parquet" in said.output


def test_verify_of_a_release_that_is_not_there(settings: Settings) -> None:
    said = vitals(settings, "verify-release", "20200101T000000000")
    assert said.code == 1
    assert "no release 20200101T000000000" in said.errors


def test_rollback_without_an_earlier_release(settings: Settings) -> None:
    only = toy_release(settings)
    said = vitals(settings, "rollback")
    assert said.code == 1
    assert "no release before" in said.errors.replace("\n", " ")
    assert settings.current_release.resolve() == only.folder


def test_a_rollback_whose_pages_fail_changes_nothing(settings: Settings) -> None:
    toy_release(settings)
    second = toy_release(settings, value="1")
    said = vitals(settings, "rollback")
    assert said.code == 1
    assert "rollback failed" in said.errors
    assert "What to do: Publish a release made by this version" in said.errors
    assert settings.current_release.resolve() == second.folder
    assert not settings.site.exists()


def test_rollback_to_a_release_that_is_not_there(settings: Settings) -> None:
    only = toy_release(settings)
    said = vitals(settings, "rollback", "20200101T000000000")
    assert said.code == 1
    assert "no release 20200101T000000000" in said.errors.replace("\n", " ")
    assert settings.current_release.resolve() == only.folder


def test_docs_without_a_release(settings: Settings) -> None:
    said = vitals(settings, "docs")
    assert said.code == 1
    assert "Nothing is published yet" in said.errors.replace("\n", " ")
