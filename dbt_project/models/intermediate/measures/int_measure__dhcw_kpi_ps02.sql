with measure_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kpi_ps02'
),

-- Without any load there is nothing to say; with one, no records in a period is a zero.
latest_loads as (
    select max(load_id) as load_id
    from {{ ref('stg_ledger__loads') }}
    where source = 'servicenow' and table_name in ('incident', 'sc_request')
    having max(load_id) is not null
),

contacts as (
    select
        resolved_date,
        is_resolved_at_first_contact,
        load_id
    from {{ ref('int_incidents_judged') }}
    where is_counted and is_resolved and not is_monitoring_raised
    union all
    select
        resolved_date,
        is_resolved_at_first_contact,
        load_id
    from {{ ref('int_requests_judged') }}
    where is_counted and is_resolved and not is_monitoring_raised
),

days as (
    select
        resolved_date,
        sum(case when is_resolved_at_first_contact then 1 else 0 end)
            as first_contact_count,
        count(*) as contact_count,
        max(load_id) as load_id
    from contacts
    group by resolved_date
),

counted as (
    select
        measure_periods.measure_id,
        measure_periods.organisation_unit_id,
        measure_periods.period_id,
        measure_periods.period_end_date,
        coalesce(sum(days.first_contact_count), 0) as first_contact_count,
        coalesce(sum(days.contact_count), 0) as contact_count,
        max(days.load_id) as load_id
    from measure_periods
    left join days
        on
            days.resolved_date between measure_periods.period_start_date
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
        cast(counted.first_contact_count as {{ type_decimal() }}) as numerator,
        cast(counted.contact_count as {{ type_decimal() }}) as denominator,
        coalesce(counted.load_id, latest_loads.load_id) as load_id
    from counted
    cross join latest_loads
)

select * from final
