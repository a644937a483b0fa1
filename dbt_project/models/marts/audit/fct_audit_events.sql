with events as (
    select * from {{ ref('int_audit_events') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

final as (
    select
        events.audit_event_id,
        events.register,
        events.event,
        coalesce(events.scorecard_id, measures.scorecard_id) as scorecard_id,
        events.measure_id,
        events.organisation_unit_id,
        events.objective_id,
        events.period_id,
        events.rule_id,
        events.forum_id,
        events.author_post_id,
        authors.title as author_title,
        events.approver_post_id,
        approvers.title as approver_title,
        events.description,
        events.reason,
        events.decision_reference,
        events.source_file,
        events.source_sheet,
        cast(events.source_row as integer) as source_row,
        events.event_on_date,
        events.effective_from_date,
        events.recorded_at,
        events.known_since_at
    from events
    left join measures
        on events.measure_id = measures.measure_id
    left join posts as authors
        on events.author_post_id = authors.post_id
    left join posts as approvers
        on events.approver_post_id = approvers.post_id
)

select * from final
