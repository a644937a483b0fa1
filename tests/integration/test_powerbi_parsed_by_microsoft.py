"""Microsoft's own parsers read the model and the M in it, and refuse broken ones.

Optional: that of TMDL is a preview under Microsoft's licence, that of M has the MIT licence. npm
puts both into a folder of the test; they are never kept and nothing else needs them. Without npm or
a registry the tests are skipped, and say so.
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

from orchestration.publish.powerbi.checker import read_model
from orchestration.publish.powerbi.sources import Source
from tests.support.powerbi_release import GOLDEN, export

PACKAGE = "@microsoft/powerbi-modeling-mcp"
VERSION = "0.5.0-beta.13"
M_PACKAGE = "@microsoft/powerquery-parser"
M_VERSION = "2.0.0"
# Says of each expression it is given whether the parser takes it.
M_SCRIPT = """
const parser = require("@microsoft/powerquery-parser");
const told = JSON.parse(require("fs").readFileSync(0, "utf8"));
const isRead = (text) => parser.TaskUtils.tryLexParse(parser.DefaultSettings, text)
    .then((found) => parser.TaskUtils.isParseStageOk(found));
Promise.all(told.map(isRead)).then((read) => console.log(JSON.stringify(read)));
"""
MODEL = GOLDEN / "VitalSigns.SemanticModel"
TABLES = "definition/tables"

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that holds the parser of TMDL."""
    folder = fetched(tmp_path_factory.mktemp("tmdl"), PACKAGE, VERSION)
    found = list(folder.glob("node_modules/@microsoft/*/dist/powerbi-modeling-mcp"))
    if not found:
        pytest.skip(f"{PACKAGE} has no program for this machine")
    return found[0]


def fetched(folder: Path, package: str, version: str) -> Path:
    """A folder with the package in it, or a reason why there is none."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, and Microsoft's parsers come by npm")
    asked = [npm, "install", "--no-audit", "--no-fund", f"{package}@{version}"]
    try:
        done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry did not answer within two minutes")
    if done.returncode != 0:
        pytest.skip(f"npm could not fetch {package}: {done.stderr.strip()[-200:]}")
    return folder


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


@pytest.mark.parametrize("source", list(Source))
def test_what_reads_the_tables_is_m(
    source: Source, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = fetched(tmp_path_factory.mktemp("m"), M_PACKAGE, M_VERSION)
    export(tmp_path, source)
    model = read_model(tmp_path / "project" / "VitalSigns.SemanticModel" / "definition")
    read = [
        told.body()
        for table in model.tables.values()
        for partition in table.of_kind("partition")
        for told in partition.of_kind("source")
    ]
    parameters = [node.body() for node in model.nodes if node.kind == "expression"]
    done = subprocess.run(
        ["node", "-e", M_SCRIPT],
        cwd=folder,
        input=json.dumps([*read, *parameters, "let a = in a"]),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == [True] * (len(model.tables) + 2) + [False]
