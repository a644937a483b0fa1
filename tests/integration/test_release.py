"""Releases: what is written, what stays when something ends early, how one goes back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.horizon import Horizon
from orchestration.publish import release as releases
from orchestration.publish import release_files
from orchestration.publish.release import (
    PublishError,
    list_releases,
    publish_release,
    read_release,
    rollback,
)
from orchestration.publish.verify import verify_release
from orchestration.settings import Settings
from tests.support.toy import AS_OF, TOY_INPUTS, home, toy_build, toy_release, toy_result


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return home(tmp_path)


def test_a_release_holds_every_mart_and_nothing_else(settings: Settings) -> None:
    release = toy_release(settings)
    names = {file.name for file in release.folder.iterdir()}
    assert names == {
        "fct_extractions.parquet",
        "fct_measure_values.parquet",
        "serving.duckdb",
        "datapackage.json",
        "metrics.json",
        "semantic_manifest.json",
        "manifest.json",
    }
    assert settings.current_release.resolve() == release.folder
    assert verify_release(settings) == []


def test_the_manifest_says_what_was_made_from_what(settings: Settings) -> None:
    release = toy_release(settings)
    manifest = json.loads((release.folder / "manifest.json").read_text())
    assert manifest["as_of_date"] == "2026-01-31"
    assert manifest["inputs"][0]["load_id"] == "returns-00000001"
    assert {file["name"]: file["rows"] for file in manifest["files"]} == {
        "fct_extractions.parquet": 1,
        "fct_measure_values.parquet": 2,
        "serving.duckdb": 3,
        "datapackage.json": 0,
        "metrics.json": 0,
        "semantic_manifest.json": 0,
    }
    assert manifest["versions"]["duckdb"] == duckdb.__version__
    assert isinstance(manifest["git_is_dirty"], bool)


def test_descriptions_travel_with_the_files(settings: Settings) -> None:
    release = toy_release(settings)
    parquet = release.folder / "fct_measure_values.parquet"
    pairs = duckdb.execute(f"select key, value from parquet_kv_metadata('{parquet}')").fetchall()
    metadata = {bytes(key).decode(): bytes(value).decode() for key, value in pairs}
    assert metadata["description"] == "What fct_measure_values holds; it's quoted."
    assert metadata["column.load_id"] == "The load a row came with."
    with duckdb.connect(str(release.folder / "serving.duckdb"), read_only=True) as serving:
        said = serving.execute(
            "select comment from duckdb_columns() where column_name = 'load_id'"
        ).fetchall()
        assert set(said) == {("The load a row came with.",)}
        version = serving.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = 'serving'"
        ).fetchone()
    assert version is not None
    assert version[0].startswith("v1.4")


def test_the_same_content_has_the_same_hash_whatever_the_loads(settings: Settings) -> None:
    first = toy_release(settings)
    again = toy_release(settings, load_id="returns-00000002")
    other = toy_release(settings, value="75.5")
    assert first.release_id < again.release_id < other.release_id
    assert first.manifest.content_hash == again.manifest.content_hash
    assert first.manifest.content_hash != other.manifest.content_hash


def test_ids_rise_even_when_the_clock_goes_back(settings: Settings) -> None:
    result = toy_result(settings.home / "target")
    build = toy_build(settings.builds / "run-1")
    moments = [datetime(2026, 2, 2, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)]
    ids = [
        publish_release(settings, build, result, Horizon(AS_OF), TOY_INPUTS, now=moment).release_id
        for moment in moments
    ]
    assert ids == sorted(set(ids))


def test_a_failed_test_publishes_nothing(settings: Settings) -> None:
    kept = toy_release(settings)
    build = toy_build(settings.builds / "run-red", value="1")
    result = toy_result(settings.home / "target", status="fail")
    with pytest.raises(PublishError, match="keys_hold"):
        publish_release(settings, build, result, Horizon(AS_OF), TOY_INPUTS)
    assert settings.current_release.resolve() == kept.folder
    assert list_releases(settings) == [kept.release_id]


def test_a_build_of_which_a_part_was_left_out_is_refused(settings: Settings) -> None:
    build = toy_build(settings.builds / "run-part")
    whole = toy_result(settings.home / "target")
    part = type(whole)(whole.invocation_id, whole.outcomes[:1], whole.target)
    with pytest.raises(PublishError, match="took no part"):
        publish_release(settings, build, part, Horizon(AS_OF), TOY_INPUTS)
    assert list_releases(settings) == []


def test_a_float_column_is_refused(settings: Settings) -> None:
    build = toy_build(settings.builds / "run-float")
    with duckdb.connect(str(build / "warehouse.duckdb")) as connection:
        connection.execute("create table marts.dim_loose as select 0.1::double as share_pct")
    with pytest.raises(PublishError, match=r"dim_loose\.share_pct is DOUBLE"):
        publish_release(
            settings, build, toy_result(settings.home / "t"), Horizon(AS_OF), TOY_INPUTS
        )
    assert not settings.current_release.exists()


# Where each step is called from.
STEPS = {
    "read_marts": release_files,
    "write_parquet": release_files,
    "write_metrics": release_files,
    "write_semantics": release_files,
    "write_serving": release_files,
    "write_descriptor": release_files,
    "flush_tree": releases,
    "flush": releases,
    "point_link": releases,
}


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_the_last_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    kept = toy_release(settings)

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(STEPS[step], step, fail)
        with pytest.raises(OSError, match="no space"):
            toy_release(settings, value="1")
    assert read_release(settings).release_id == kept.release_id
    assert verify_release(settings) == []
    fresh = toy_release(settings, value="2")
    assert read_release(settings).release_id == fresh.release_id
    assert not list(settings.releases.glob(".tmp-*"))


KILLED = """
import os, signal, sys
from pathlib import Path
from importlib import import_module
from tests.support.toy import home, toy_release
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(import_module("orchestration.publish." + sys.argv[3]), sys.argv[2], die)
toy_release(home(Path(sys.argv[1])), value="1")
"""


@pytest.mark.parametrize("step", ["write_serving", "write_descriptor", "flush", "point_link"])
def test_a_kill_leaves_the_last_release_and_no_lock(settings: Settings, step: str) -> None:
    kept = toy_release(settings)
    environment = {**os.environ, "PYTHONPATH": str(settings.root)}
    module = STEPS[step].__name__.rsplit(".", 1)[1]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.home), step, module],
        env=environment,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert read_release(settings).release_id == kept.release_id
    assert verify_release(settings) == []
    assert toy_release(settings, value="2").release_id > kept.release_id


def test_verify_names_each_difference(settings: Settings) -> None:
    release = toy_release(settings)
    file = release.folder / "fct_measure_values.parquet"
    duckdb.execute(f"copy (select * from '{file}' limit 1) to '{file}.new' (format parquet)")
    file.with_name(file.name + ".new").replace(file)
    (release.folder / "fct_extractions.parquet").unlink()
    (release.folder / "extra.csv").write_text("1")
    said = "\n".join(verify_release(settings))
    assert "fct_measure_values.parquet: sha256 is" in said
    assert "fct_measure_values.parquet: 1 rows, the manifest says 2" in said
    assert "fct_extractions.parquet: the file is missing" in said
    assert "extra.csv: the manifest does not list it" in said


def test_verify_sees_content_changed_together_with_its_hash(settings: Settings) -> None:
    release = toy_release(settings)
    path = release.folder / "manifest.json"
    path.write_text(path.read_text().replace(release.manifest.content_hash, "0" * 64))
    assert any("content_hash" in line for line in verify_release(settings))


def test_rollback_points_to_the_release_before(settings: Settings) -> None:
    first, second = toy_release(settings), toy_release(settings, value="1")
    assert rollback(settings).release_id == first.release_id
    assert read_release(settings).release_id == first.release_id
    assert rollback(settings, second.release_id).release_id == second.release_id


def test_rollback_without_an_earlier_release_changes_nothing(settings: Settings) -> None:
    only = toy_release(settings)
    with pytest.raises(PublishError, match="no release before"):
        rollback(settings)
    assert read_release(settings).release_id == only.release_id


def test_an_open_reader_keeps_the_release_it_opened(settings: Settings) -> None:
    toy_release(settings)
    file = settings.current_release / "serving.duckdb"
    with duckdb.connect(str(file.resolve()), read_only=True) as reader:
        toy_release(settings, value="1")
        found = reader.execute("select max(value) from fct_measure_values").fetchone()
    assert found is not None
    assert str(found[0]) == "75.400000000"
