{%- set days_overdue -%}
    {{ days_between('assessed_periods.deadline_date', 'assessed_periods.period_end_date') }}
{%- endset -%}

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
        assessed_periods.subject || case
            when clauses.deadline is null then ', a part of it overdue: '
            when assessed_periods.promise is null then ', overdue: '
            else
                ', ' || {{ counted(days_overdue, 'day') }} || ' overdue: '
        end
        || assessed_periods.account || case
            when assessed_periods.promise is null then ''
            else ', due by ' || clauses.deadline
        end || '.' as explanation,
        cast(null as varchar) as reference
    from assessed_periods
    inner join clauses using (measure_id, organisation_unit_id, period_id)
    where assessed_periods.is_overdue
)

select * from final
