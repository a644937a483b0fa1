"""Microsoft's own parser of TMDL reads the model, and refuses broken ones.

Optional: it is a preview under Microsoft's licence, fetched by npm into a folder of the test, never
kept and never needed by anything else. Without npm or a registry the tests are skipped, and say so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.powerbi_release import GOLDEN

PACKAGE = "@microsoft/powerbi-modeling-mcp"
VERSION = "0.5.0-beta.13"
MODEL = GOLDEN / "VitalSigns.SemanticModel"
TABLES = "definition/tables"

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that holds the parser."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, and Microsoft's parser comes by npm")
    folder = tmp_path_factory.mktemp("npm")
    asked = [npm, "install", "--no-audit", "--no-fund", f"{PACKAGE}@{VERSION}"]
    try:
        done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry did not answer within two minutes")
    if done.returncode != 0:
        pytest.skip(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-200:]}")
    found = list(folder.glob("node_modules/@microsoft/*/dist/powerbi-modeling-mcp"))
    if not found:
        pytest.skip(f"{PACKAGE} has no program for this machine")
    return found[0]


@contextmanager
def asking(server: Path) -> Iterator[Any]:
    """A running server, asked by name of a tool."""
    with subprocess.Popen(
        [str(server), "--start"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        sent = 0

        def call(method: str, asked: dict[str, Any]) -> Any:
            nonlocal sent
            sent += 1
            message = {"jsonrpc": "2.0", "id": sent, "method": method, "params": asked}
            process.stdin.write(json.dumps(message) + "\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            for line in process.stdout:  # type: ignore[union-attr]
                answer = json.loads(line)
                if answer.get("id") == sent:
                    return answer["result"]
            raise AssertionError("the parser ended")

        def tool(name: str, **request: Any) -> dict[str, Any]:
            told = call("tools/call", {"name": name, "arguments": {"request": request}})
            return {**json.loads(told["content"][0]["text"]), "is_error": told["isError"]}

        client = {"name": "vitals", "version": "1"}
        asked = {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": client}
        call("initialize", asked)
        yield tool
        process.kill()


def loaded(server: Path, folder: Path) -> dict[str, Any]:
    with asking(server) as tool:
        found: dict[str, Any] = tool(
            "connection_operations", operation="ConnectFolder", folderPath=str(folder)
        )
        return found


def test_the_model_is_read_as_it_was_meant(server: Path) -> None:
    with asking(server) as tool:
        told = tool("connection_operations", operation="ConnectFolder", folderPath=str(MODEL))
        assert not told["is_error"], told
        assert told["data"]["tablesLoaded"] == 18
        listed = tool("measure_operations", operation="List")["data"]
    measures = {measure["name"]: measure for table in listed for measure in table["measures"]}
    # The hostile name of tests/support/powerbi_release.py, on one line.
    hostile = measures["It's \"A\" [b]\\c; 'd' #(lf) é"]
    assert hostile["formatString"] == '#,0\\"" pcs"'
    assert hostile["displayFolder"] == "Toys\\Joy"
    assert measures["Toys 1 Rate (toy_stock)"]["formatString"] == '"£"#,0.00'


@pytest.mark.parametrize(
    ("file", "told", "broken"),
    [
        ("Metrics.tmdl", "\t\tformatString:", "\t\tformatText:"),
        ("Metrics.tmdl", "\t\tkpi\n", "\t\tkpis\n"),
        ("Dates.tmdl", "dataType: dateTime", "dataType: day"),
        ("Dates.tmdl", "sortByColumn: 'Month sort'", "sortByColumn: 'Moon sort'"),
        ("Periods.tmdl", "\tcolumn 'Sort order'", "\tcolumn Period"),
        ("Scorecards.tmdl", "\tcolumn 'Scorecard ID'", "\tcolumn 'Scorecard'ID'"),
    ],
)
def test_a_broken_model_is_refused(
    server: Path, tmp_path: Path, file: str, told: str, broken: str
) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    changed = tmp_path / "model" / TABLES / file
    text = changed.read_text(encoding="utf-8")
    assert told in text
    changed.write_text(text.replace(told, broken, 1), encoding="utf-8")
    assert loaded(server, tmp_path / "model")["is_error"]
