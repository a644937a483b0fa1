with plans as (
    select * from {{ ref('int_return_recovery_plans_judged') }}
    where is_counted
),

final as (
    select
        scorecard_id,
        plan_reference_text as plan_reference,
        measure_id,
        objective_id,
        post_id,
        what_text as plan,
        reason_text as reason,
        evidence_reference_text as evidence_reference,
        submitted_on_date,
        due_on_date,
        done_on_date,
        load_id
    from plans
)

select * from final
