"""What a dbt invocation did, read from the artifacts it left.

Here: the one form in which the rest of the house sees dbt's outcome, whoever started dbt (the
command or a Dagster asset). Not here: starting dbt (dbt.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

# An exposure is only declared: dbt lists it as having had nothing to do.
GOOD = frozenset({"success", "pass", "warn", "no-op"})
RESULTS = "run_results.json"


@dataclass(frozen=True)
class NodeOutcome:
    """One model, seed or test, and how it ended.

    `query` is that of a test which may show the rows it found.
    """

    unique_id: str
    status: str
    message: str
    path: str
    seconds: float
    query: str = ""

    @property
    def kind(self) -> str:
        return self.unique_id.split(".", 1)[0]

    @property
    def name(self) -> str:
        return self.unique_id.split(".")[2]

    @property
    def is_good(self) -> bool:
        return self.status in GOOD


@dataclass(frozen=True)
class DbtResult:
    """All outcomes of one invocation, and the folder its artifacts lie in."""

    invocation_id: str
    outcomes: tuple[NodeOutcome, ...]
    target: Path

    @classmethod
    def from_target(cls, target: Path) -> DbtResult:
        """Read `run_results.json` and `manifest.json` of a target folder."""
        results = json.loads((target / RESULTS).read_text(encoding="utf-8"))
        nodes = _nodes(json.loads((target / "manifest.json").read_text(encoding="utf-8")))
        outcomes = tuple(
            NodeOutcome(
                unique_id=result["unique_id"],
                status=result["status"].lower(),
                message=result["message"] or "",
                path=nodes.get(result["unique_id"], {}).get("original_file_path", ""),
                seconds=result["execution_time"],
                query=_shown_query(result, nodes),
            )
            for result in results["results"]
        )
        return cls(results["metadata"]["invocation_id"], outcomes, target)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """dbt's manifest, as JSON."""
        text = (self.target / "manifest.json").read_text(encoding="utf-8")
        return dict(json.loads(text))

    @property
    def failures(self) -> tuple[NodeOutcome, ...]:
        """What went wrong, without what was only skipped because of it."""
        bad = [outcome for outcome in self.outcomes if not outcome.is_good]
        first = [outcome for outcome in bad if outcome.status != "skipped"]
        return tuple(first or bad)

    def marts(self) -> dict[str, dict[str, Any]]:
        """The models of the marts schema, by relation name."""
        return {
            node["alias"]: node
            for node in self.manifest["nodes"].values()
            if node["resource_type"] == "model" and node["schema"] == "marts"
        }

    def unproved(self, *, is_whole: bool = True) -> list[str]:
        """Marts that were not built and data tests that did not pass in this invocation.

        Of a build of a part, only the tests of what was built are owed.
        """
        proved = {outcome.unique_id for outcome in self.outcomes if outcome.is_good}
        tests = {
            key: set(node["depends_on"]["nodes"])
            for key, node in self.manifest["nodes"].items()
            if key.startswith("test.")
        }
        if not is_whole:
            owed = {key for key, parents in tests.items() if parents <= proved}
            return sorted(owed - proved)
        owed = {node["unique_id"] for node in self.marts().values()} | set(tests)
        return sorted(owed - proved)


def _shown_query(result: Mapping[str, Any], nodes: Mapping[str, dict[str, Any]]) -> str:
    config = nodes.get(result["unique_id"], {}).get("config", {})
    shows = (config.get("meta") or {}).get("tells_rows")
    return str(result.get("compiled_code") or "") if shows else ""


def _nodes(manifest: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {**manifest["nodes"], **manifest.get("unit_tests", {})}
