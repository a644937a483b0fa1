"""A whole run over a broken source or catalogue: it says what to do and publishes nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from orchestration import pipeline
from orchestration.catalogue.check import check_catalogue
from orchestration.extract.sources import ServiceNowSource, Sources
from orchestration.pipeline import run
from orchestration.publish.release import list_releases, read_release
from orchestration.publish.verify import verify_release
from orchestration.run_options import RunOptions
from orchestration.settings import Settings
from orchestration.stages import PipelineError
from tests.support.projects import add_rows, copy_project
from tests.support.raw_reading import landed
from tests.support.stub_table_api import Reply, Request, StubTableApi
from tests.support.toy import toy_release

RETURN = "measure_id,organisation_unit_id,period_end,value\nnorfolk_tea,norfolk,2018-01-31,7\n"


def failed(settings: Settings, options: RunOptions) -> PipelineError:
    """How a run ended, once it is sure that the release before it is still the current one."""
    kept = toy_release(settings)
    with pytest.raises(PipelineError) as caught:
        run(settings, options, lambda _: None)
    assert list_releases(settings) == [kept.release_id]
    assert read_release(settings).release_id == kept.release_id
    assert verify_release(settings) == []
    assert not settings.site.exists()
    return caught.value


def cut(request: Request, reply: Reply) -> Reply:
    return replace(reply, sent_bytes=len(reply.body) // 2) if request.table else reply


def refuse(request: Request, reply: Reply) -> Reply:
    body = b'{"error":{"message":"Query limit reached"},"status":"failure"}'
    return replace(reply, body=body) if request.table else reply


def rename(request: Request, reply: Reply) -> Reply:
    if request.table != "incident":
        return reply
    rows = [{("prio" if key == "priority" else key): row[key] for key in row} for row in reply.rows]
    return reply.with_rows(rows)


@pytest.mark.parametrize(
    ("meddle", "words"),
    [(cut, "RemoteProtocolError"), (refuse, "Query limit reached"), (rename, "priority")],
)
def test_a_broken_source(
    settings: Settings,
    source: ServiceNowSource,
    stub: StubTableApi,
    monkeypatch: pytest.MonkeyPatch,
    meddle: Callable[[Request, Reply], Reply],
    words: str,
) -> None:
    monkeypatch.setattr(
        pipeline, "open_sources", lambda *_: nullcontext(Sources({"servicenow": source}))
    )
    settings.incoming.mkdir(parents=True)
    (settings.incoming / "tea.csv").write_text(RETURN, encoding="utf-8")
    stub.meddle = meddle
    error = failed(settings, RunOptions())
    assert error.stage == "extract"
    assert words in error.what
    assert error.remedy
    assert landed(settings.raw, "servicenow", "incident") == []
    # Nothing that had already arrived elsewhere is lost.
    assert len(landed(settings.raw, "returns", "observations")) == 1


def test_a_broken_catalogue(tmp_path: Path) -> None:
    """Two targets on one day, a post nobody knows, a colour missing between 0.05 and 0.06."""
    settings = Settings(root=copy_project(tmp_path / "project"), home=tmp_path / "home")
    seeds = settings.root / "seeds"
    second = {
        "target_version_id": "second",
        "measure_id": "norfolk_call_abandonment",
        "organisation_unit_id": "norfolk",
        "target_value": "9",
        "start_date": "2017-01-01",
        "trajectory_shape": "flat",
        "effective_from_date": "2017-01-01",
        "recorded_at": "2026-01-20 09:00:00",
    }
    nobody = {
        "measure_id": "norfolk_first_line_fix",
        "post_id": "norfolk_boss",
        "role": "executive",
    }
    add_rows(settings.root, "targets", [second])
    add_rows(settings.root, "measure_posts", [nobody | {"sort_order": "1"}])
    rules = (seeds / "rag_rules.csv").read_text(encoding="utf-8")
    gap = rules.replace(
        "variance_5,1,red,variance_pct,,0.05,", "variance_5,1,red,variance_pct,,0.06,"
    )
    assert gap != rules
    (seeds / "rag_rules.csv").write_text(gap, encoding="utf-8")
    faults = check_catalogue(seeds)
    assert [(fault.file, fault.column) for fault in faults] == [
        ("seeds/measure_posts.csv", "post_id"),
        ("seeds/rag_rules.csv", "lower_bound"),
        ("seeds/targets.csv", "effective_from_date"),
    ]
    assert all(fault.row and fault.remedy for fault in faults)

    sources = tmp_path / "sources.yml"
    sources.write_text("servicenow:\n", encoding="utf-8")
    error = failed(settings, RunOptions(as_of=date(2018, 3, 6), sources=sources))
    assert error.stage == "build and test"
    for words in (
        "one_target_at_a_time",
        "measure_posts_keep_their_declaration",
        "colours_cover_every_number_once",
    ):
        assert words in error.what
    assert "seeds/_targets__seeds.yml" in error.what
    assert "`vitals check` names file, row and column" in error.remedy
