with plans as (
    select * from {{ ref('int_return_recovery_plans_judged') }}
    where is_counted
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

final as (
    select
        plans.scorecard_id,
        plans.plan_reference_text as plan_reference,
        plans.measure_id,
        plans.objective_id,
        plans.post_id,
        {{ masked('plans.what_text', 'masks.number_pattern', 'masks.symbol') }} as plan,
        {{ masked('plans.reason_text', 'masks.number_pattern', 'masks.symbol') }}
            as reason,
        plans.evidence_reference_text as evidence_reference,
        plans.submitted_on_date,
        plans.due_on_date,
        plans.done_on_date,
        plans.load_id
    from plans
    left join masks
        on plans.measure_id = masks.measure_id
)

select * from final
