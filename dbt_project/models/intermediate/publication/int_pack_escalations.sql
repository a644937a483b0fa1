with packs as (
    select * from {{ ref('int_packs') }}
),

forum_dates as (
    select * from {{ ref('stg_reference__forum_dates') }}
),

-- What is held back of a figure must not come in by what it set off or ended.
escalations as (
    select * from {{ ref('int_escalations_approved') }}
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

meetings as (
    {{ last_meetings('packs', 'forum_dates') }}
),

-- What somebody still has to do, and what happened since the forum met before.
final as (
    select
        packs.publication_id,
        escalations.*
    from packs
    inner join escalations
        on packs.scorecard_id = escalations.scorecard_id
    left join measures
        on escalations.measure_id = measures.measure_id
    left join pack_objectives
        on
            packs.publication_id = pack_objectives.publication_id
            and escalations.objective_id = pack_objectives.objective_id
    left join meetings
        on packs.publication_id = meetings.publication_id
    where
        {{ is_about_pack('packs', 'measures', 'pack_objectives') }}
        and (
            escalations.is_owed
            or meetings.last_met_on_date is null
            or escalations.moved_on_date > meetings.last_met_on_date
        )
)

select * from final
