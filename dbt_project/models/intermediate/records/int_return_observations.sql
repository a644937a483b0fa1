with observations as (
    select * from {{ ref('int_return_observations_judged') }}
    where rejection_rule_id is null
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

-- The row received last is the correction; but one left empty says nothing, so it never
-- displaces one that was filled in.
ranked as (
    select
        *,
        row_number() over (
            partition by measure_id, organisation_unit_id, period_id
            order by
                case when status is not null or is_filled_in then 0 else 1 end,
                received_at desc,
                load_id desc,
                file_name desc,
                row_number desc
        ) as recency
    from observations
),

final as (
    select
        ranked.measure_id,
        ranked.organisation_unit_id,
        ranked.period_id,
        ranked.period_end_date,
        case
            when ranked.status is not null then ranked.status
            when ranked.is_filled_in then 'reported'
            else 'awaiting'
        end as return_status,
        {{ masked('ranked.commentary_text') }} as commentary,
        ranked.post_id as author_post_id,
        {{ masked('ranked.budget_reason_text') }} as budget_reason,
        {{ masked('ranked.risk_reason_text') }} as risk_reason,
        {{ masked('ranked.risk_reference_text') }} as risk_reference,
        {{ masked('ranked.restatement_reason_text') }} as restatement_reason,
        ranked.value,
        ranked.numerator,
        ranked.denominator,
        ranked.numerator_rounding,
        ranked.denominator_rounding,
        coalesce(ranked.has_budget_impact, false) as has_budget_impact,
        coalesce(ranked.has_corporate_risk, false) as has_corporate_risk,
        ranked.delivered_on_date,
        ranked.received_at,
        ranked.load_id,
        ranked.file_name,
        ranked.row_number
    from ranked
    left join masks
        on ranked.measure_id = masks.measure_id
    where ranked.recency = 1
)

select * from final
