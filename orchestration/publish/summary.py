"""The few figures a run ends with, read from the marts.

Here: counts for a terminal. Not here: anything a page shows (reports/queries).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.publish.marts import open_read_only


@dataclass(frozen=True)
class ScorecardFigures:
    """A scorecard's measures by their latest colour, and its exceptions of those periods."""

    scorecard_id: str
    name: str
    measures: int
    green: int
    amber: int
    red: int
    none: int
    exceptions: int


@dataclass(frozen=True)
class Figures:
    """What a run ends with."""

    scorecards: tuple[ScorecardFigures, ...]
    rejected: tuple[tuple[str, int], ...]


# A measure's latest period is the last one that was due; parts and companions are not counted.
SCORECARDS = """
with counted as (
    select measure_id, scorecard_id from marts.dim_measures where parent_measure_id is null
),
latest as (
    select s.measure_id, s.organisation_unit_id, s.period_id, s.rag_status
    from marts.fct_measure_statuses as s
    inner join counted as c on s.measure_id = c.measure_id
    where s.organisation_unit_id = c.scorecard_id and s.rag_reason is distinct from 'not_due'
    qualify row_number() over (
        partition by s.measure_id order by s.period_end_date desc, s.period_id desc
    ) = 1
),
exceptions as (
    select e.measure_id, count(*) as fired
    from marts.fct_measure_exceptions as e
    inner join latest using (measure_id, organisation_unit_id, period_id)
    where not e.is_waived
    group by e.measure_id
)
select
    d.scorecard_id, d.name, count(c.measure_id),
    count(*) filter (where l.rag_status = 'green'),
    count(*) filter (where l.rag_status = 'amber'),
    count(*) filter (where l.rag_status = 'red'),
    count(c.measure_id) filter (where coalesce(l.rag_status, 'none') = 'none'),
    cast(coalesce(sum(x.fired), 0) as bigint)
from marts.dim_scorecards as d
left join counted as c on d.scorecard_id = c.scorecard_id
left join latest as l on c.measure_id = l.measure_id
left join exceptions as x on c.measure_id = x.measure_id
group by d.scorecard_id, d.name
order by d.scorecard_id
"""
REJECTED = (
    "select source, sum(rejected_count) from marts.fct_extractions"
    " group by source having sum(rejected_count) > 0 order by source"
)


def read_figures(warehouse: Path) -> Figures:
    """Read the figures from a build file."""
    with open_read_only(warehouse) as connection:
        connection.execute("use build")
        scorecards = connection.execute(SCORECARDS).fetchall()
        rejected = connection.execute(REJECTED).fetchall()
    return Figures(
        scorecards=tuple(ScorecardFigures(*row) for row in scorecards),
        rejected=tuple((source, count) for source, count in rejected),
    )
