with measure_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kpi_oe03_p2'
),

parameters as (
    select
        max(case when parameter = 'priority' then value end) as priority,
        max(case when parameter = 'seconds_per_unit' then value end)
            as seconds_per_unit
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kpi_oe03_p2'
),

-- Without any load there is nothing to say; with one, no records in a period is a zero.
latest_loads as (
    select max(load_id) as load_id
    from {{ ref('stg_ledger__loads') }}
    where source = 'servicenow' and table_name = 'incident'
    having max(load_id) is not null
),

incidents as (
    select
        priority,
        restored_date,
        {{ seconds_between('detected_at', 'restored_at') }} as duration_seconds,
        load_id
    from {{ ref('int_incidents_judged') }}
    where is_counted and restored_at is not null
),

days as (
    select
        incidents.restored_date,
        sum(incidents.duration_seconds) as duration_seconds,
        count(*) as incident_count,
        max(incidents.load_id) as load_id
    from incidents
    inner join parameters
        on incidents.priority = parameters.priority
    group by incidents.restored_date
),

counted as (
    select
        measure_periods.measure_id,
        measure_periods.organisation_unit_id,
        measure_periods.period_id,
        measure_periods.period_end_date,
        coalesce(sum(days.duration_seconds), 0) as duration_seconds,
        coalesce(sum(days.incident_count), 0) as incident_count,
        max(days.load_id) as load_id
    from measure_periods
    left join days
        on
            days.restored_date between measure_periods.period_start_date
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
        {{ divide('counted.duration_seconds', 'parameters.seconds_per_unit') }}
            as numerator,
        cast(counted.incident_count as {{ type_decimal() }}) as denominator,
        coalesce(counted.load_id, latest_loads.load_id) as load_id
    from counted
    cross join parameters
    cross join latest_loads
)

select * from final
