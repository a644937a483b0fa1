with plans as (
    select * from {{ ref('int_return_recovery_plans_judged') }}
    where is_counted
),

-- What happens after the day that is looked at has not happened.
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
        case when done_on_date <= {{ as_of() }} then done_on_date end as done_on_date,
        load_id
    from plans
    where submitted_on_date <= {{ as_of() }}
)

select * from final
