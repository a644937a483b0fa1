with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
),

clauses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        deadline
    from {{ ref('int_status_clauses') }}
),

final as (
    select
        assessed_periods.measure_id,
        assessed_periods.organisation_unit_id,
        assessed_periods.period_id,
        assessed_periods.period_end_date,
        'overdue' as exception_rule_id,
        'Its target was due by '
        || coalesce(clauses.deadline, 'the deadline of one of its parts')
        || ' and was not met ' || assessed_periods.in_period || '.' as explanation,
        cast(null as varchar) as reference
    from assessed_periods
    inner join clauses using (measure_id, organisation_unit_id, period_id)
    where assessed_periods.is_overdue
)

select * from final
