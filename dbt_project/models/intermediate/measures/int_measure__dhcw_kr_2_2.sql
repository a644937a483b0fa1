with parameters as (
    select value as priority
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kr_2_2' and parameter = 'priority'
),

incidents as (
    select
        incidents.record_id,
        incidents.resolved_date,
        {{ seconds_between('incidents.opened_at', 'incidents.resolved_at') }}
            as duration_seconds,
        incidents.load_id
    from {{ ref('int_incidents_judged') }} as incidents
    inner join parameters
        on incidents.priority = parameters.priority
    where
        incidents.is_counted
        and incidents.is_resolved
        and incidents.is_clinical
),

final as (
    select
        'dhcw_kr_2_2' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        resolved_date as part_date,
        cast(sum(duration_seconds) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from incidents
    group by resolved_date
)

select * from final
