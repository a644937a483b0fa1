with measure_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kpi_oe02'
),

-- Without any load there is nothing to say; with one, no records in a period is a zero.
latest_loads as (
    select max(load_id) as load_id
    from {{ ref('stg_ledger__loads') }}
    where source = 'servicenow' and table_name = 'change_request'
    having max(load_id) is not null
),

-- An incident may name a change by its id or by its number.
causes as (
    select distinct caused_by
    from {{ ref('int_incidents_judged') }}
    where is_counted and caused_by != '' and opened_date <= {{ as_of() }}
),

changes as (
    select
        change_id,
        record_id,
        implemented_date,
        is_closed_successful,
        load_id
    from {{ ref('int_changes_judged') }}
    where is_counted and is_implemented and is_planned
),

days as (
    select
        changes.implemented_date,
        sum(
            case
                when
                    changes.is_closed_successful
                    and changes.change_id not in (select causes.caused_by from causes)
                    and changes.record_id not in (select causes.caused_by from causes)
                    then 1
                else 0
            end
        ) as success_count,
        count(*) as change_count,
        max(changes.load_id) as load_id
    from changes
    group by changes.implemented_date
),

counted as (
    select
        measure_periods.measure_id,
        measure_periods.organisation_unit_id,
        measure_periods.period_id,
        measure_periods.period_end_date,
        coalesce(sum(days.success_count), 0) as success_count,
        coalesce(sum(days.change_count), 0) as change_count,
        max(days.load_id) as load_id
    from measure_periods
    left join days
        on
            days.implemented_date between measure_periods.period_start_date
            and measure_periods.period_end_date
    group by
        measure_periods.measure_id, measure_periods.organisation_unit_id,
        measure_periods.period_id, measure_periods.period_end_date
),

final as (
    select
        counted.measure_id,
        counted.organisation_unit_id,
        counted.period_id,
        counted.period_end_date,
        cast(counted.success_count as {{ type_decimal() }}) as numerator,
        cast(counted.change_count as {{ type_decimal() }}) as denominator,
        coalesce(counted.load_id, latest_loads.load_id) as load_id
    from counted
    cross join latest_loads
)

select * from final
