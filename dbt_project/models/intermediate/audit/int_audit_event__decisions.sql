with decisions as (
    select * from {{ ref('int_return_decisions_judged') }}
    where is_counted and decided_on_date <= {{ as_of() }}
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

final as (
    select
        'decisions-' || decisions.scorecard_id || '-'
        || decisions.decision_reference_text
            as audit_event_id,
        'decisions' as register,
        decisions.decision as event,
        decisions.scorecard_id,
        decisions.measure_id,
        cast(null as varchar) as organisation_unit_id,
        decisions.objective_id,
        cast(null as varchar) as period_id,
        cast(null as varchar) as rule_id,
        decisions.forum_id,
        decisions.post_id as author_post_id,
        cast(null as varchar) as approver_post_id,
        {{ masked('coalesce(decisions.what_text, decisions.decision_name)') }}
            as description,
        {{ masked('decisions.reason_text') }} as reason,
        decisions.decision_reference_text as decision_reference,
        decisions.file_name as source_file,
        decisions.sheet_name as source_sheet,
        decisions.row_number as source_row,
        decisions.decided_on_date as event_on_date,
        cast(null as date) as effective_from_date,
        cast(null as timestamp) as recorded_at,
        decisions.received_at as known_since_at
    from decisions
    left join masks
        on decisions.measure_id = masks.measure_id
)

select * from final
