with reported as (
    select
        project_id,
        earned_value_gbp,
        actual_cost_gbp,
        period_end_date,
        load_id
    from {{ ref('int_project_values_reported') }}
    where measure_id = 'dhcw_kpi_pd02'
),

final as (
    select
        'dhcw_kpi_pd02' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        period_end_date as part_date,
        cast(sum(earned_value_gbp) as {{ type_decimal() }}) as numerator,
        cast(sum(actual_cost_gbp) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from reported
    group by period_end_date
)

select * from final
