"""The sensor on the drop folder: it waits for whole files and asks for one run a content."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import build_definitions
from orchestration.defs.automation.returns import JOB, SENSOR, look
from orchestration.settings import PROJECT_ROOT, Settings


class Folder:
    """A drop folder and a sensor that looks into it, remembering as Dagster does."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cursor: str | None = None
        settings.incoming.mkdir(parents=True)

    def put(self, name: str, text: str) -> None:
        (self.settings.incoming / name).write_text(text)

    def look(self) -> tuple[list[str | None], str]:
        """The keys of the runs that are asked for, or why none is."""
        with dg.build_sensor_context(cursor=self.cursor) as context:
            result = look(self.settings, context)
        assert isinstance(result, dg.SensorResult)
        self.cursor = result.cursor
        reason = result.skip_reason.skip_message if result.skip_reason else ""
        return [request.run_key for request in result.run_requests or ()], reason or ""


@pytest.fixture
def folder(settings: Settings) -> Folder:
    return Folder(settings)


def test_an_empty_folder_asks_for_nothing(folder: Folder) -> None:
    assert folder.look() == ([], "Nothing waits.")


def test_a_file_is_taken_at_the_second_look(folder: Folder) -> None:
    folder.put("board.csv", "measure_id")
    assert folder.look() == ([], "Still arriving: board.csv.")
    keys, _ = folder.look()
    assert len(keys) == 1


def test_a_file_that_grows_is_waited_for(folder: Folder) -> None:
    folder.put("board.csv", "measure_id")
    folder.look()
    folder.put("board.csv", "measure_id,period_end")
    assert folder.look() == ([], "Still arriving: board.csv.")
    assert len(folder.look()[0]) == 1


def test_one_file_still_arriving_holds_the_others_back(folder: Folder) -> None:
    folder.put("board.csv", "measure_id")
    folder.look()
    folder.put("council.csv", "measure_id")
    assert folder.look() == ([], "Still arriving: council.csv.")
    assert len(folder.look()[0]) == 1


def test_the_same_content_asks_for_the_same_run(folder: Folder) -> None:
    folder.put("board.csv", "measure_id")
    folder.look()
    first, _ = folder.look()
    again, _ = folder.look()
    assert first == again
    (folder.settings.incoming / "board.csv").rename(folder.settings.incoming / "board-2.csv")
    folder.look()
    renamed, _ = folder.look()
    assert renamed == first, "Dagster starts a key once: another name is no other content"
    folder.put("board-2.csv", "measure_id,value")
    folder.look()
    other, _ = folder.look()
    assert other != first


def test_locks_and_unfinished_copies_do_not_wait(folder: Folder) -> None:
    for name in ("~$board.xlsx", ".board.csv", "board.csv.part"):
        folder.put(name, "x")
    assert folder.look() == ([], "Nothing waits.")


def test_a_name_cannot_break_the_run(folder: Folder) -> None:
    folder.put("a" * 240 + ".csv", "x")
    folder.put("b" * 240 + ".csv", "y")
    folder.look()
    assert len(folder.look()[0]) == 1


def test_its_job_leaves_the_source_systems_alone(tmp_path: Path) -> None:
    definitions = build_definitions(Settings(root=PROJECT_ROOT, home=tmp_path.resolve()))
    sensor = definitions.resolve_sensor_def(SENSOR)
    assert sensor.job_name == JOB
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    job = definitions.resolve_job_def(JOB)
    assert job.executor_def.name == "in_process"
    keys = {tuple(key.path) for key in job.asset_layer.executable_asset_keys}
    assert {("returns", "observations"), ("ledger", "loads"), ("releases", "current")} <= keys
    assert {key[0] for key in keys} == {
        "returns",
        "ledger",
        "seeds",
        "staging",
        "intermediate",
        "marts",
        "publications",
        "releases",
        "site",
        "exports",
    }
