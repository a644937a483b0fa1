"""What policies ask: whose memberships cover which units, and which figures nobody has approved.

Here: the views over memberships as `current_user` has them, and what each publish works out anew
for them. Not here: the policies (policies.py), the memberships themselves (memberships.py).

Readers have the right to what is asked here, or their policies could not ask it, but not to the
schema: they cannot name any of it. Of memberships they could see their own alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from orchestration.metrics.metric import Metric
from orchestration.publish.postgres.session import Session
from orchestration.publish.postgres.structure import Found
from orchestration.publish.postgres.words import ACCESS, BI, READER, remember, text

# Days of memberships are days in London; the session's own time zone is its user's to set.
TIME_ZONE = "Europe/London"
THING = "access"
APPROVED = "approved"
FIGURES = ("reported", "provisional")

_VIEWS = f"""
create or replace view {ACCESS}.my_units with (security_invoker = true) as
select units.organisation_unit_id, units.scorecard_id,
    bool_or(levels.sees_unapproved) as sees_unapproved
from {ACCESS}.memberships
inner join {ACCESS}.levels using (audience_level)
inner join {ACCESS}.units
    on units.scorecard_id = memberships.scorecard_id
    and units.above_id = coalesce(memberships.organisation_unit_id, memberships.scorecard_id)
    and (levels.sees_units_below or units.organisation_unit_id = units.above_id)
where memberships.user_name = current_user
    and cast(now() at time zone '{TIME_ZONE}' as date) >= memberships.valid_from_date
    and cast(now() at time zone '{TIME_ZONE}' as date)
        <= coalesce(memberships.valid_to_date, 'infinity')
group by units.organisation_unit_id, units.scorecard_id;
create or replace view {ACCESS}.my_scorecards with (security_invoker = true) as
select scorecard_id,
    bool_or(organisation_unit_id = scorecard_id) as sees_whole,
    bool_or(organisation_unit_id = scorecard_id and sees_unapproved) as sees_unapproved
from {ACCESS}.my_units group by scorecard_id;
create or replace view {ACCESS}.my_subjects with (security_invoker = true) as
select subjects.subject, subjects.subject_id, mine.sees_whole, mine.sees_unapproved
from {ACCESS}.subjects inner join {ACCESS}.my_scorecards as mine using (scorecard_id);
create or replace view {ACCESS}.my_sight with (security_invoker = true) as
select count(*) > 0 and bool_and(coalesce(mine.sees_unapproved, false)) as sees_everything
from {ACCESS}.subjects left join {ACCESS}.my_scorecards as mine using (scorecard_id)
where subjects.subject = 'scorecard_id';
create or replace view {ACCESS}.unapproved_units with (security_invoker = true) as
select jsonb_object_agg(measures.measure_id, measures.periods) as figures
from (
    select periods.measure_id, jsonb_object_agg(periods.period_id, periods.units) as periods
    from (
        select measure_id, period_id, jsonb_object_agg(organisation_unit_id, true) as units
        from {ACCESS}.unapproved group by measure_id, period_id
    ) as periods
    group by periods.measure_id
) as measures;
create or replace view {ACCESS}.unapproved_wholes with (security_invoker = true) as
select jsonb_object_agg(measures.measure_id, measures.periods) as figures
from (
    select measure_id, jsonb_object_agg(period_id, true) as periods
    from {ACCESS}.unapproved where is_whole group by measure_id
) as measures;
"""
_OWN_ROWS = f"""
alter table {ACCESS}.memberships enable row level security;
drop policy if exists own_rows on {ACCESS}.memberships;
create policy own_rows on {ACCESS}.memberships for select using (user_name = current_user);
grant select on {ACCESS}.levels, {ACCESS}.memberships, {ACCESS}.units, {ACCESS}.subjects,
    {ACCESS}.unapproved, {ACCESS}.my_units, {ACCESS}.my_scorecards, {ACCESS}.my_subjects,
    {ACCESS}.my_sight, {ACCESS}.unapproved_units, {ACCESS}.unapproved_wholes to {READER}
"""

_UNITS = f"""
with recursive up as (
    select organisation_unit_id, organisation_unit_id as above_id, scorecard_id,
        parent_organisation_unit_id as next_id
    from {BI}.dim_organisation_units
    union
    select up.organisation_unit_id, above.organisation_unit_id, up.scorecard_id,
        above.parent_organisation_unit_id
    from up
    inner join {BI}.dim_organisation_units as above
        on above.organisation_unit_id = up.next_id and above.scorecard_id = up.scorecard_id
)
insert into {ACCESS}.units (organisation_unit_id, above_id, scorecard_id)
select organisation_unit_id, above_id, scorecard_id from up
union
-- The unit whose id is the scorecard's is the whole organisation, whatever a tree leaves out.
select organisation_unit_id, scorecard_id, scorecard_id from {BI}.dim_organisation_units
"""
# Tables that are needed, and the scorecard of each subject.
_SUBJECTS = (
    (
        "scorecard_id",
        ("dim_scorecards",),
        f"select scorecard_id, scorecard_id from {BI}.dim_scorecards",
    ),
    ("measure_id", ("dim_measures",), f"select measure_id, scorecard_id from {BI}.dim_measures"),
    (
        "objective_id",
        ("dim_objectives",),
        f"select objective_id, scorecard_id from {BI}.dim_objectives",
    ),
    ("forum_id", ("dim_forums",), f"select forum_id, scorecard_id from {BI}.dim_forums"),
    (
        "target_version_id",
        ("dim_targets", "dim_measures"),
        f"select target_version_id, scorecard_id from {BI}.dim_targets "
        f"inner join {BI}.dim_measures using (measure_id)",
    ),
    (
        "rule_id",
        ("dim_escalation_rules",),
        f"select rule_id, min(scorecard_id) from {BI}.dim_escalation_rules "
        "group by rule_id having count(distinct scorecard_id) = 1",
    ),
    (
        "publication_id",
        ("fct_publications", "dim_forums"),
        f"select publication_id, scorecard_id from {BI}.fct_publications "
        f"inner join {BI}.dim_forums using (forum_id)",
    ),
    (
        "publication_id",
        ("pack_packs", "dim_forums"),
        f"select publication_id, scorecard_id from {BI}.pack_packs "
        f"inner join {BI}.dim_forums using (forum_id)",
    ),
)
# As a pack withholds them: parts have nobody who signs, and a scorecard nobody signs is shown.
_UNAPPROVED = f"""
insert into {ACCESS}.unapproved (measure_id, organisation_unit_id, period_id, is_whole)
select figures.measure_id, figures.organisation_unit_id, figures.period_id,
    figures.organisation_unit_id = measures.scorecard_id
from {BI}.fct_measure_values as figures
inner join {BI}.dim_measures as measures using (measure_id)
where figures.value_status in {FIGURES}
    and figures.sign_off_state is distinct from '{APPROVED}'
    and not measures.is_part
    and measures.scorecard_id in (
        select signed.scorecard_id from {BI}.fct_sign_offs
        inner join {BI}.dim_measures as signed using (measure_id)
    )
"""
# What each publish works out anew.
WORKED_OUT = (f"{ACCESS}.units", f"{ACCESS}.subjects", f"{ACCESS}.unapproved")
# All that policies ask, beside the memberships, which have a policy of their own.
ASKED = (*WORKED_OUT, f"{ACCESS}.levels")
_UNAPPROVED_NEEDS = frozenset({"fct_measure_values", "fct_sign_offs", "dim_measures"})


def _hidden_statistics(table: str) -> str:
    """Without a policy the server shows a table's commonest values to all who may read it."""
    return f""";
alter table {table} enable row level security;
drop policy if exists asked_by_policies on {table};
create policy asked_by_policies on {table} for select using (true)"""


def bring_access(session: Session, found: Found) -> None:
    """The views that policies ask, and the rights of readers to them; once."""
    definition = "".join((_VIEWS, _OWN_ROWS, *map(_hidden_statistics, ASKED)))
    if found.made.get(THING) != definition:
        session.execute(definition, remember(THING, definition))


def work_out_access(session: Session, tables: AbstractSet[str], metrics: Sequence[Metric]) -> None:
    """From the rows just published (`tables` are those of the release): who is above whom."""
    session.execute(*(f"delete from {table}" for table in WORKED_OUT))
    if "dim_organisation_units" in tables:
        session.execute(_UNITS)
    for subject, needed, query in _SUBJECTS:
        if tables >= frozenset(needed):
            session.execute(
                f"insert into {ACCESS}.subjects (subject, subject_id, scorecard_id) "
                f"select '{subject}', found.* from ({query}) as found on conflict do nothing"
            )
    owned = [
        f"('metric', {text(metric.name)}, {text(metric.scorecard_id)})"
        for metric in metrics
        if metric.scorecard_id
    ]
    if owned:
        session.execute(
            f"insert into {ACCESS}.subjects (subject, subject_id, scorecard_id) "
            f"values {', '.join(owned)}"
        )
    if tables >= _UNAPPROVED_NEEDS:
        session.execute(_UNAPPROVED)
