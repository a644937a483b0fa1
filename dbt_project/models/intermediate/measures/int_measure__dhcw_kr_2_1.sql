with services as (
    select
        service_id,
        organisation_unit_id
    from {{ ref('int_measured_services') }}
    where measure_id = 'dhcw_kr_2_1'
),

days as (
    select * from {{ ref('int_service_days_counted') }}
    where probe_count > 0
),

final as (
    select
        'dhcw_kr_2_1' as measure_id,
        services.organisation_unit_id,
        days.window_date as part_date,
        cast(sum(days.up_count) as {{ type_decimal() }}) as numerator,
        cast(sum(days.probe_count) as {{ type_decimal() }}) as denominator,
        max(days.load_id) as load_id
    from days
    inner join services
        on days.service_id = services.service_id
    group by services.organisation_unit_id, days.window_date
)

select * from final
