"""The report of what each export made of every metric.

Here: that nothing is left out or said twice, where exports go, the link to the current ones. Not
here: the exports (tests of their own).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Refusal
from orchestration.metrics.released import read_metrics
from orchestration.publish.exports import (
    REPORT,
    IncompleteExportError,
    point_to_exports,
    report_export,
    write_exports,
    write_report,
)
from orchestration.publish.generation import Generation
from orchestration.publish.release import Release, rollback
from orchestration.settings import Settings
from tests.support.metrics import metric
from tests.support.toy import toy_release

METRICS = MetricList((metric("a_one"), metric("a_two")), (Refusal("x", "no name"),))
REFUSED = Refusal("a_two", "it cannot be said there")


def test_the_report_names_every_metric_as_exported_or_refused(tmp_path: Path) -> None:
    made = [Generation("one", ("a_two", "a_one"), ()), Generation("two", ("a_one",), (REFUSED,))]
    report = json.loads(write_report(tmp_path, METRICS, made).read_text())
    assert report == {
        "measures_without_metric": {"x": "no name"},
        "targets": {
            "one": {"exported": ["a_one", "a_two"], "refused": {}},
            "two": {"exported": ["a_one"], "refused": {"a_two": "it cannot be said there"}},
        },
    }


@pytest.mark.parametrize(
    ("exported", "refused", "missed"),
    [
        (("a_one",), (), ("a_two",)),
        (("a_one", "a_two", "a_two"), (), ("a_two",)),
        (("a_one", "a_two"), (REFUSED,), ("a_two",)),
        (("a_one", "a_two", "a_three"), (), ("a_three",)),
    ],
)
def test_an_export_that_leaves_out_repeats_or_invents_a_metric_is_a_fault(
    tmp_path: Path, exported: tuple[str, ...], refused: tuple[Refusal, ...], missed: tuple[str, ...]
) -> None:
    generation = Generation("one", exported, refused)
    assert generation.unaccounted(METRICS) == missed
    with pytest.raises(IncompleteExportError, match=missed[0]):
        write_report(tmp_path, METRICS, [generation])
    assert not (tmp_path / REPORT).exists()


def test_an_export_made_by_itself_joins_the_report(settings: Settings) -> None:
    release = toy_release(settings)
    names = [metric.name for metric in read_metrics(release.folder).metrics]
    report_export(settings, release, Generation("one", tuple(names), ()))
    reason = Refusal(names[0], "it cannot be said there")
    file = report_export(settings, release, Generation("two", tuple(names[1:]), (reason,)))
    targets = json.loads(file.read_text())["targets"]
    assert set(targets) == {"one", "two"}
    assert targets["one"]["refused"] == {}
    assert targets["two"]["refused"] == {names[0]: "it cannot be said there"}


def test_exports_lie_beside_their_release_and_the_link_follows_it(settings: Settings) -> None:
    def all_of_them(_: Settings, release: Release, folder: Path) -> Generation:
        (folder / "made.txt").write_text(release.release_id)
        names = json.loads((release.folder / "metrics.json").read_text())["metrics"]
        return Generation("toy", tuple(entry["name"] for entry in names), ())

    first, second = toy_release(settings), toy_release(settings, value="1")
    current = settings.exports / "current"
    for release, is_current in ((second, True), (first, False)):
        folder = write_exports(settings, release, {"toy": all_of_them}, lambda _: None)
        assert folder == settings.exports / release.release_id
        assert (folder / "made.txt").read_text() == release.release_id
        assert (folder / REPORT).is_file()
        assert (current.resolve() == folder) is is_current
    point_to_exports(settings, rollback(settings))
    assert (current / "made.txt").read_text() == first.release_id
    third = toy_release(settings, value="2")
    point_to_exports(settings, third)
    assert not current.exists()
