with observations as (
    select * from {{ ref('int_return_observations_judged') }}
    where rejection_rule_id is null
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
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        case
            when status is not null then status
            when is_filled_in then 'reported'
            else 'awaiting'
        end as return_status,
        commentary_text as commentary,
        post_id as author_post_id,
        budget_reason_text as budget_reason,
        risk_reason_text as risk_reason,
        risk_reference_text as risk_reference,
        restatement_reason_text as restatement_reason,
        value,
        numerator,
        denominator,
        numerator_rounding,
        denominator_rounding,
        coalesce(has_budget_impact, false) as has_budget_impact,
        coalesce(has_corporate_risk, false) as has_corporate_risk,
        delivered_on_date,
        received_at,
        load_id,
        file_name,
        row_number
    from ranked
    where recency = 1
)

select * from final
