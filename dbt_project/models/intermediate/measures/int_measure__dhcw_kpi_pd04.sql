with closure_reports as (
    select
        record_id,
        agreed_count,
        delivered_count,
        closed_date,
        load_id
    from {{ ref('int_closure_reports_judged') }}
    where is_counted
),

final as (
    select
        'dhcw_kpi_pd04' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        closed_date as part_date,
        cast(sum(delivered_count) as {{ type_decimal() }}) as numerator,
        cast(sum(agreed_count) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from closure_reports
    group by closed_date
)

select * from final
