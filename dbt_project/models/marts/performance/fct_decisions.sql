with decisions as (
    select * from {{ ref('int_decisions') }}
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

final as (
    select
        decisions.scorecard_id,
        decisions.decision_reference,
        decisions.measure_id,
        decisions.objective_id,
        decisions.forum_id,
        decisions.post_id,
        decisions.decision,
        decisions.decision_name,
        {{ masked('decisions.description') }} as description,
        {{ masked('decisions.reason') }} as reason,
        decisions.evidence_reference,
        {{ is_past_due(
            'decisions.report_back_on_date', 'decisions.reported_back_on_date is not null'
        ) }} as is_report_overdue,
        decisions.decided_on_date,
        decisions.report_back_on_date,
        decisions.reported_back_on_date,
        decisions.load_id
    from decisions
    left join masks
        on decisions.measure_id = masks.measure_id
)

select * from final
