with parameters as (
    select value as priority
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kpi_oe03_p2' and parameter = 'priority'
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

final as (
    select
        'dhcw_kpi_oe03_p2' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        incidents.restored_date as part_date,
        cast(sum(incidents.duration_seconds) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(incidents.load_id) as load_id
    from incidents
    inner join parameters
        on incidents.priority = parameters.priority
    group by incidents.restored_date
)

select * from final
