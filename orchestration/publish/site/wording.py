"""Sentences the pages make from counts: titles, leads, captions.

Here: words around figures that the marts already decided. Not here: judgement and markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import count_word, difference, joined, plural
from orchestration.publish.site.reading import Row

FREQUENCY_WORDS = {
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "term": "termly",
    "half": "half-yearly",
    "year": "yearly",
}
TYPE_WORDS = {
    "key_result": "key result",
    "kpi": "key performance indicator",
    "vital_sign": "vital sign",
    "milestone": "milestone",
    "goal": "goal",
}
MOVEMENT_WORDS = {"improved": "better", "deteriorated": "worse", "unchanged": "unchanged"}


def status_counts(measures: Sequence[Measure]) -> Counter[str]:
    """How many measures have which status."""
    return Counter(measure.rag_status for measure in measures)


def be(count: int) -> str:
    """The verb that fits the count."""
    return "is" if count == 1 else "are"


def tally(counts: Counter[str]) -> str:
    """1 red, 2 amber, 5 green, 1 without status: only those there are."""
    said = [f"{counts[status]} {status}" for status in ("red", "amber", "green") if counts[status]]
    if counts["none"]:
        said.append(f"{counts['none']} without status")
    return joined(said)


def headline(measures: Sequence[Measure]) -> str:
    """What a board should know first: how many are red, and how many cannot be judged."""
    counts = status_counts(measures)
    red, none = counts["red"], counts["none"]
    if not measures:
        return "No measures yet"
    if none == len(measures):
        return "No measure can be judged yet"
    if red == 0 and none == 0 and counts["amber"] == 0:
        return f"All {count_word(len(measures))} measures are green"
    first = f"{count_word(red, capital=True)} {plural(red, 'measure')} {be(red)} red"
    if none == 0:
        return f"{first}, {count_word(counts['amber'])} {be(counts['amber'])} amber"
    return f"{first}, and {count_word(none)} cannot be judged yet"


def front_lead(catalogue: Catalogue) -> str:
    """The sentence below the front page's heading."""
    measures = catalogue.counted()
    counts = status_counts(measures)
    judged = len(measures) - counts["none"]
    cards = len(catalogue.scorecards)
    text = (
        f"Of {len(measures):,} measures on {count_word(cards)} {plural(cards, 'scorecard')}, "
        f"{judged:,} {plural(judged, 'has', 'have')} a status: {counts['green']} green, "
        f"{counts['amber']} amber and {counts['red']} red."
    )
    most = max(catalogue.scorecards, key=lambda row: row["none_count"], default=None)
    if most and counts["none"] and most["none_count"] * 2 > counts["none"]:
        text += (
            f" {count_word(most['none_count'], capital=True)} of the {counts['none']} without one "
            f"{be(most['none_count'])} on the {most['short_name']} scorecard."
        )
    return text


def scorecard_title(measures: Sequence[Measure]) -> str:
    """The red ones by name while they fit, by number when they do not."""
    with_target = [m for m in measures if m.row["rag_reason"] != "no_target"]
    red = [measure for measure in with_target if measure.rag_status == "red"]
    if not with_target or all(m.rag_status == "none" for m in measures):
        return headline(measures)
    of_all = f"of {count_word(len(with_target))} measures with a target"
    if len(with_target) == len(measures):
        of_all = f"of {count_word(len(measures))} measures"
    if not red:
        amber = sum(m.rag_status == "amber" for m in with_target)
        if amber == 0:
            return f"None {of_all} is red or amber"
        return f"None {of_all} is red; {count_word(amber)} {be(amber)} amber"
    title = f"{count_word(len(red), capital=True)} {of_all} {be(len(red))} red"
    return f"{title}: {red[0].name}" if len(red) == 1 else title


def scorecard_lead(measures: Sequence[Measure]) -> str:
    """The red one's own sentence when it is alone, then the rest in counts."""
    counts = status_counts(measures)
    without = sum(m.row["rag_reason"] == "no_target" for m in measures)
    overdue = sum(bool(m.row["is_overdue"]) for m in measures)
    said = []
    red = [measure for measure in measures if measure.rag_status == "red"]
    if len(red) == 1 and red[0].row["explanation"]:
        said.append(red[0].row["explanation"].partition(": ")[2])
    if overdue:
        said.append(
            f"{count_word(overdue, capital=True)} of {count_word(len(measures))} "
            f"{be(overdue)} past the deadline and not met."
        )
    said.append(f"Latest statuses: {tally(counts)}.")
    if without:
        verb = plural(without, "measure has", "measures have")
        said.append(f"{count_word(without, capital=True)} {verb} no target.")
    return " ".join(said)


def change_words(measure: Measure) -> str:
    """better by 4.9 points: the size without a sign, the direction in words."""
    row = measure.row
    word = MOVEMENT_WORDS.get(row["movement"] or "")
    if word is None or row["value"] is None or row["previous_value"] is None or measure.is_done:
        return word or ""
    if word == "unchanged":
        return "unchanged"
    change = row["value"] - row["previous_value"]
    return f"{word} by {difference(change, measure.unit)}"


def chart_title(measure: Measure) -> str:
    """The finding a chart shows, from its own periods."""
    judged = [row for row in measure.periods if row["rag_status"] != "none"]
    if not judged and all(row["value"] is None for row in measure.periods):
        return "Nothing has been reported yet"
    if not judged:
        return f"{measure.name}: what was reported"
    missed = [row for row in judged if row["rag_status"] != "green"]
    noun = plural(len(judged), judged[-1]["grain"])
    if not missed:
        return f"Green in {_all(len(judged))} {noun}"
    if judged[-1]["rag_status"] == "green":
        green = len(judged) - len(missed)
        return f"Green now, and in {count_word(green)} of {count_word(len(judged))} {noun}"
    run = _run_of_misses(judged)
    if run == len(judged):
        return f"Short of green in {_all(run)} {noun}{_gap(measure)}"
    since = judged[-run]["period_label"]
    return f"Short of green since {since}{_gap(measure)}"


def _all(count: int) -> str:
    return "the only" if count == 1 else "both" if count == 2 else f"all {count_word(count)}"


def _run_of_misses(judged: Sequence[Row]) -> int:
    run = 0
    for row in reversed(judged):
        if row["rag_status"] == "green":
            break
        run += 1
    return run


def _gap(measure: Measure) -> str:
    """Whether the distance to what was promised grew or shrank with the latest judged period."""
    judged = [row for row in measure.periods if row["rag_status"] != "none"]
    known = [row["variance"] for row in judged if row["variance"] is not None]
    if len(known) < 2 or known[-1] == known[-2]:
        return ""
    return "; the gap is " + ("closing" if known[-1] < known[-2] else "growing")


def small_numbers(measure: Measure) -> str:
    """How numbers about people are protected, and whose they are; empty where nothing is."""
    row = measure.row
    if not row["disclosure_sentence"]:
        return ""
    return (
        f"{row['disclosure_sentence']} {row['disclosure_reason']} "
        f"Small-number rule, version {row['disclosure_version']}."
    )
