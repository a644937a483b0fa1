with contacts as (
    select
        record_id,
        resolved_date,
        is_resolved_at_first_contact,
        load_id
    from {{ ref('int_incidents_judged') }}
    where is_counted and is_resolved and not is_monitoring_raised
    union all
    select
        record_id,
        resolved_date,
        is_resolved_at_first_contact,
        load_id
    from {{ ref('int_requests_judged') }}
    where is_counted and is_resolved and not is_monitoring_raised
),

final as (
    select
        'dhcw_kpi_ps02' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        resolved_date as part_date,
        cast(
            sum(case when is_resolved_at_first_contact then 1 else 0 end)
            as {{ type_decimal() }}
        ) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from contacts
    group by resolved_date
)

select * from final
