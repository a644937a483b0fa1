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

overdue as (
    select
        *,
        {{ days_between('deadline_date', 'period_end_date') }} as days_overdue
    from assessed_periods
    where is_overdue
),

final as (
    select
        overdue.measure_id,
        overdue.organisation_unit_id,
        overdue.period_id,
        overdue.period_end_date,
        'overdue' as exception_rule_id,
        overdue.subject || case
            when clauses.deadline is null then ', a part of it overdue: '
            when overdue.promise is null then ', overdue: '
            else
                ', ' || {{ counted('overdue.days_overdue', 'day') }} || ' overdue: '
        end
        || overdue.dated_figure || case
            when overdue.promise is null then ''
            else ', due by ' || clauses.deadline
        end || '.' as explanation,
        cast(null as varchar) as reference
    from overdue
    inner join clauses using (measure_id, organisation_unit_id, period_id)
)

select * from final
