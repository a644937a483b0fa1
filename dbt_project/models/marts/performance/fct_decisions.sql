with decisions as (
    select * from {{ ref('int_return_decisions_judged') }}
    where is_counted
),

final as (
    select
        scorecard_id,
        decision_reference_text as decision_reference,
        measure_id,
        objective_id,
        forum_id,
        post_id,
        decision,
        decision_name,
        what_text as description,
        reason_text as reason,
        evidence_reference_text as evidence_reference,
        decided_on_date,
        report_back_on_date,
        reported_back_on_date,
        load_id
    from decisions
)

select * from final
