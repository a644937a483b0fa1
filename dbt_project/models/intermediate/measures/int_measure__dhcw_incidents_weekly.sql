with incidents as (
    select
        record_id,
        opened_date,
        load_id
    from {{ ref('int_incidents_judged') }}
    where is_counted
),

final as (
    select
        'dhcw_incidents_weekly' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        opened_date as part_date,
        cast(count(*) as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from incidents
    group by opened_date
)

select * from final
