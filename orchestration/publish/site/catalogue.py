"""The release as the pages see it: measures with everything that belongs to them.

Here: putting rows together by key. Not here: wording, drawing or judging.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from orchestration.publish.site.escalation_words import current_step, flag_words
from orchestration.publish.site.formatting import Unit, figure, target_words
from orchestration.publish.site.reading import Row, grouped

# The queries whose rows belong to one measure, without their common prefix.
PER_MEASURE = (
    "periods",
    "promises",
    "targets",
    "exceptions",
    "narratives",
    "actions",
    "commentary",
    "comparisons",
    "benchmarks",
    "definition_changes",
    "loads",
    "spc_points",
    "spc_charts",
    "spc_events",
)
SEVERITY = {"red": 0, "amber": 1, "green": 2, "none": 3}


@dataclass(frozen=True)
class Measure:
    """One measure, its periods and what was said about it. `row` is the catalogue's own line."""

    row: Row
    unit: Unit
    periods: list[Row]
    unit_periods: dict[str, list[Row]]
    promises: list[Row]
    targets: list[Row]
    exceptions: list[Row]
    narratives: dict[str, list[Row]]
    actions: list[Row]
    commentary: list[Row]
    comparisons: list[Row]
    benchmarks: list[Row]
    definition_changes: list[Row]
    loads: list[Row]
    escalations: list[Row]
    spc_points: list[Row]
    spc_charts: list[Row]
    spc_events: list[Row]
    scorecard: Row = field(repr=False)

    @property
    def measure_id(self) -> str:
        return str(self.row["measure_id"])

    @property
    def name(self) -> str:
        return str(self.row["name"])

    @property
    def rag_status(self) -> str:
        return str(self.row["rag_status"] or "none")

    @property
    def severity(self) -> int:
        return SEVERITY[self.rag_status]

    @property
    def is_counted(self) -> bool:
        """Parts and companions show their own colour and count for nothing."""
        return self.row["parent_measure_id"] is None

    @property
    def open_exceptions(self) -> list[Row]:
        """Those of the whole organisation that nobody has waived."""
        return [row for row in self.own_exceptions if not row["is_waived"]]

    @property
    def own_exceptions(self) -> list[Row]:
        own = self.row["scorecard_id"]
        return [row for row in self.exceptions if row["organisation_unit_id"] == own]

    @property
    def escalation(self) -> Row | None:
        """The step it stands at now, where it stands at one."""
        return current_step(self.escalations)

    @property
    def escalated(self) -> str:
        """To whom it is escalated; empty where it is not."""
        return flag_words(self.escalation) if self.escalation else ""

    @property
    def control_chart(self) -> Row | None:
        """What the organisation's own control chart says, by the profile the pages follow."""
        return self.control_charts.get(self.row["scorecard_id"])

    @property
    def control_charts(self) -> dict[str, Row]:
        """The same by unit."""
        return {row["organisation_unit_id"]: row for row in self.spc_charts if row["is_default"]}

    @property
    def target(self) -> Row | None:
        """The target that holds in the latest period; the newest where none does."""
        known = [row for row in self.targets if row["superseded_at"] is None]
        day = self.periods[-1]["period_end_date"] if self.periods else None
        begun = [row for row in known if day and row["effective_from_date"] <= day]
        return next(iter([*begun, *known]), None)

    @property
    def is_done(self) -> bool:
        """Judged by an event that happens or does not, not by a number."""
        return self.row["measure_kind"] in ("milestone", "binary")

    def text(self, value: Any, denominator: Any = None, *, is_short: bool = False) -> str:
        """A value of this measure as it is written: a figure, or a word where it is yes or no."""
        if value is None:
            return ""
        kind = self.row["measure_kind"]
        if kind == "milestone":
            return "delivered" if value >= 1 else "not delivered"
        if kind == "binary":
            return "yes" if value >= 1 else "no"
        if kind == "composite" and denominator is not None:
            return f"{value:.0f} of {denominator:.0f}"
        return figure(value, self.unit.short if is_short else self.unit)

    def promised_text(self, value: Any, *, is_short: bool = False) -> str:
        """A figure that was promised or started from; a ± band stands on both sides of zero."""
        text = self.text(value, is_short=is_short)
        is_size = self.row["measure_kind"] == "band" and self.row["direction"] == "lower"
        return f"±{text}" if text and is_size else text

    def target_text(
        self, target: Row | None = None, *, value: Any = None, is_short: bool = False
    ) -> str:
        """The target in words; `value` states an expected figure with the same direction."""
        row = target or self.target
        if self.row["measure_kind"] == "composite":
            return ""
        if self.row["measure_kind"] == "milestone":
            return "delivered" if row else ""
        if self.row["measure_kind"] == "binary":
            return "yes" if row else ""
        lower = row["target_lower_value"] if row and value is None else None
        upper = row["target_upper_value"] if row and value is None else None
        wanted = value if value is not None else row["target_value"] if row else None
        words = target_words(
            wanted,
            self.unit.short if is_short else self.unit,
            direction=self.row["direction"],
            is_strict=bool(self.row["is_strict"]),
            lower=lower,
            upper=upper,
            is_band=self.row["measure_kind"] == "band",
        )
        return words or (row["target_text"] or "" if row else "")


@dataclass(frozen=True)
class Catalogue:
    """Everything the pages are made of. `rows` are the named queries as they came."""

    rows: Mapping[str, list[Row]]
    scorecards: list[Row]
    measures: dict[str, Measure]
    children: dict[str, list[Measure]]
    objective_statuses: dict[str, Row]
    events: dict[str, list[Row]]
    manifest: Mapping[str, Any]

    @property
    def as_of(self) -> date:
        return date.fromisoformat(str(self.manifest["as_of_date"])[:10])

    def of_scorecard(self, scorecard_id: str) -> list[Measure]:
        """Its measures in their printed order; parts and companions are with their parents."""
        return [
            measure
            for measure in self.measures.values()
            if measure.row["scorecard_id"] == scorecard_id and measure.is_counted
        ]

    def counted(self) -> list[Measure]:
        return [m for card in self.scorecards for m in self.of_scorecard(card["scorecard_id"])]


def build_catalogue(rows: Mapping[str, list[Row]], manifest: Mapping[str, Any]) -> Catalogue:
    """The rows of the queries, joined into scorecards and measures."""
    scorecards = {row["scorecard_id"]: row for row in rows["scorecards"]}
    index = {name: grouped(rows[f"measure_{name}"], "measure_id") for name in PER_MEASURE}
    index["escalations"] = grouped(rows["escalations"], "measure_id")
    measures = {
        row["measure_id"]: _measure(row, index, scorecards[row["scorecard_id"]])
        for row in rows["measures"]
    }
    children: dict[str, list[Measure]] = {}
    for measure in measures.values():
        if not measure.is_counted:
            children.setdefault(measure.row["parent_measure_id"], []).append(measure)
    return Catalogue(
        rows=rows,
        scorecards=list(scorecards.values()),
        measures=measures,
        children=children,
        objective_statuses={row["objective_id"]: row for row in rows["objective_statuses"]},
        events=grouped(rows["escalation_events"], "escalation_id"),
        manifest=manifest,
    )


def _measure(row: Row, index: dict[str, dict[Any, list[Row]]], scorecard: Row) -> Measure:
    key = row["measure_id"]
    by_unit = grouped(index["periods"].get(key, []), "organisation_unit_id")
    own = by_unit.pop(row["scorecard_id"], [])
    return Measure(
        row=row,
        unit=Unit(
            row["unit"], row["unit_prefix"] or "", row["unit_suffix"] or "", row["display_decimals"]
        ),
        periods=own,
        unit_periods=by_unit,
        promises=index["promises"].get(key, []),
        targets=index["targets"].get(key, []),
        exceptions=index["exceptions"].get(key, []),
        narratives=grouped(index["narratives"].get(key, []), "section_id"),
        actions=index["actions"].get(key, []),
        commentary=index["commentary"].get(key, []),
        comparisons=index["comparisons"].get(key, []),
        benchmarks=index["benchmarks"].get(key, []),
        definition_changes=index["definition_changes"].get(key, []),
        loads=index["loads"].get(key, []),
        escalations=index["escalations"].get(key, []),
        spc_points=index["spc_points"].get(key, []),
        spc_charts=index["spc_charts"].get(key, []),
        spc_events=index["spc_events"].get(key, []),
        scorecard=scorecard,
    )
