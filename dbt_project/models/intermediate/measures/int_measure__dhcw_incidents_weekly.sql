with measure_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_incidents_weekly'
),

-- Without any load there is nothing to say; with one, no records in a period is a zero.
latest_loads as (
    select max(load_id) as load_id
    from {{ ref('stg_ledger__loads') }}
    where source = 'servicenow' and table_name = 'incident'
    having max(load_id) is not null
),

days as (
    select
        opened_date,
        count(*) as incident_count,
        max(load_id) as load_id
    from {{ ref('int_incidents_judged') }}
    where is_counted
    group by opened_date
),

counted as (
    select
        measure_periods.measure_id,
        measure_periods.organisation_unit_id,
        measure_periods.period_id,
        measure_periods.period_end_date,
        coalesce(sum(days.incident_count), 0) as incident_count,
        max(days.load_id) as load_id
    from measure_periods
    left join days
        on
            days.opened_date between measure_periods.period_start_date
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
        cast(counted.incident_count as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        coalesce(counted.load_id, latest_loads.load_id) as load_id
    from counted
    cross join latest_loads
)

select * from final
