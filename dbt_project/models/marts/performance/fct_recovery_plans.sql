with plans as (
    select * from {{ ref('int_recovery_plans') }}
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

final as (
    select
        plans.scorecard_id,
        plans.plan_reference,
        plans.measure_id,
        plans.objective_id,
        plans.post_id,
        {{ masked('plans.plan') }} as plan,
        {{ masked('plans.reason') }} as reason,
        plans.evidence_reference,
        {{ is_past_due('plans.due_on_date', 'plans.done_on_date is not null') }}
            as is_overdue,
        plans.submitted_on_date,
        plans.due_on_date,
        plans.done_on_date,
        plans.load_id
    from plans
    left join masks
        on plans.measure_id = masks.measure_id
)

select * from final
