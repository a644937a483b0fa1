with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
),

return_observations as (
    select * from {{ ref('int_return_observations') }}
),

-- A person says so on the return; the reason is theirs.
final as (
    select
        assessed_periods.measure_id,
        assessed_periods.organisation_unit_id,
        assessed_periods.period_id,
        assessed_periods.period_end_date,
        'budget_impact' as exception_rule_id,
        assessed_periods.subject || ', budget at risk: '
        || coalesce(
            assessed_periods.dated_figure, 'no figure ' || assessed_periods.in_period
        )
        || '; the return names an effect on the budget'
        || coalesce(
            ': “' || rtrim(return_observations.budget_reason, '. ') || '”.',
            ' and gives no reason.'
        ) as explanation,
        cast(null as varchar) as reference
    from assessed_periods
    inner join return_observations
        using (measure_id, organisation_unit_id, period_id)
    where return_observations.has_budget_impact
)

select * from final
