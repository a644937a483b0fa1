with packs as (
    select * from {{ ref('int_packs') }}
),

forum_dates as (
    select * from {{ ref('stg_reference__forum_dates') }}
),

escalations as (
    select * from {{ ref('int_escalations') }}
),

latest_events as (
    select
        escalation_id,
        event_on_date
    from {{ ref('int_escalation_events') }}
    where is_latest
),

measures as (
    select
        measure_id,
        measure_type
    from {{ ref('stg_reference__measures') }}
),

pack_objectives as (
    select
        publication_id,
        objective_id
    from {{ ref('int_pack_objectives') }}
),

-- What is held back of a figure must not come in by what it set off.
unapproved as (
    select * from {{ ref('int_escalation_approvals') }}
),

meetings as (
    select
        packs.publication_id,
        max(forum_dates.meets_on_date) as last_met_on_date
    from packs
    inner join forum_dates
        on
            packs.forum_id = forum_dates.forum_id
            and packs.published_on_date > forum_dates.meets_on_date
    group by packs.publication_id
),

-- What somebody still has to do, and what happened since the forum met before.
final as (
    select
        packs.publication_id,
        escalations.*
    from packs
    inner join escalations
        on packs.scorecard_id = escalations.scorecard_id
    inner join latest_events
        on escalations.escalation_id = latest_events.escalation_id
    left join measures
        on escalations.measure_id = measures.measure_id
    left join pack_objectives
        on
            packs.publication_id = pack_objectives.publication_id
            and escalations.objective_id = pack_objectives.objective_id
    left join meetings
        on packs.publication_id = meetings.publication_id
    left join unapproved
        on escalations.escalation_id = unapproved.escalation_id
    where
        unapproved.escalation_id is null
        and (
            packs.measure_type is null
            or packs.measure_type = measures.measure_type
            or pack_objectives.objective_id is not null
        )
        and (
            escalations.is_outstanding
            or meetings.last_met_on_date is null
            or latest_events.event_on_date > meetings.last_met_on_date
        )
)

select * from final
