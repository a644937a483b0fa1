with services as (
    select
        service_id,
        organisation_unit_id
    from {{ ref('int_measured_services') }}
    where measure_id = 'dhcw_kpi_oe01_daily'
),

days as (
    select
        services.organisation_unit_id,
        counted.service_id,
        counted.window_date,
        counted.up_count,
        counted.probe_count,
        counted.load_id
    from {{ ref('int_service_days_counted') }} as counted
    inner join services
        on counted.service_id = services.service_id
    where counted.probe_count > 0
),

final as (
    select
        'dhcw_kpi_oe01_daily' as measure_id,
        organisation_unit_id,
        window_date as part_date,
        cast(sum(up_count) as {{ type_decimal() }}) as numerator,
        cast(sum(probe_count) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from days
    group by organisation_unit_id, window_date
)

select * from final
