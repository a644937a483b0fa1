with plans as (
    select * from {{ ref('int_return_recovery_plans_judged') }}
    where is_counted and submitted_on_date <= {{ as_of() }}
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

final as (
    select
        'recovery_plans-' || plans.scorecard_id || '-'
        || plans.plan_reference_text
            as audit_event_id,
        'recovery_plans' as register,
        'submitted' as event,
        plans.scorecard_id,
        plans.measure_id,
        cast(null as varchar) as organisation_unit_id,
        plans.objective_id,
        cast(null as varchar) as period_id,
        cast(null as varchar) as rule_id,
        cast(null as varchar) as forum_id,
        plans.post_id as author_post_id,
        cast(null as varchar) as approver_post_id,
        {{ masked('plans.what_text') }} as description,
        {{ masked('plans.reason_text') }} as reason,
        plans.plan_reference_text as decision_reference,
        plans.file_name as source_file,
        plans.sheet_name as source_sheet,
        plans.row_number as source_row,
        plans.submitted_on_date as event_on_date,
        cast(null as date) as effective_from_date,
        cast(null as timestamp) as recorded_at,
        plans.received_at as known_since_at
    from plans
    left join masks
        on plans.measure_id = masks.measure_id
)

select * from final
