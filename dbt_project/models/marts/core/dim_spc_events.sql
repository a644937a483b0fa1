with events as (
    select * from {{ ref('stg_reference__spc_events') }}
),

events_in_force as (
    select spc_event_id
    from {{ ref('int_spc_events_in_force') }}
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

final as (
    select
        events.spc_event_id,
        events.measure_id,
        events.organisation_unit_id,
        events.event_type,
        events.period_id,
        events.point_count,
        events.reason,
        events.author_post_id,
        authors.title as author_title,
        events.approver_post_id,
        approvers.title as approver_title,
        events.is_withdrawn,
        events_in_force.spc_event_id is not null as is_in_force,
        events.recorded_at
    from events
    left join events_in_force
        on events.spc_event_id = events_in_force.spc_event_id
    left join posts as authors
        on events.author_post_id = authors.post_id
    left join posts as approvers
        on events.approver_post_id = approvers.post_id
)

select * from final
