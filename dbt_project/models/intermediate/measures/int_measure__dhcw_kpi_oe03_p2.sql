with parameters as (
    select value as priority
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kpi_oe03_p2' and parameter = 'priority'
),

incidents as (
    select
        incidents.record_id,
        incidents.restored_date,
        {{ seconds_between('incidents.detected_at', 'incidents.restored_at') }}
            as duration_seconds,
        incidents.load_id
    from {{ ref('int_incidents_judged') }} as incidents
    inner join parameters
        on incidents.priority = parameters.priority
    where incidents.is_counted and incidents.restored_at is not null
),

final as (
    select
        'dhcw_kpi_oe03_p2' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        restored_date as part_date,
        cast(sum(duration_seconds) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from incidents
    group by restored_date
)

select * from final
