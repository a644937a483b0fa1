with outcomes as (
    select * from {{ ref('int_rule_change_outcomes') }}
),

final as (
    select
        rule_kind,
        rule_id,
        version,
        measure_id,
        organisation_unit_id,
        period_id,
        outcome_before,
        outcome_after,
        period_end_date
    from outcomes
    where outcome_before != outcome_after
)

select * from final
