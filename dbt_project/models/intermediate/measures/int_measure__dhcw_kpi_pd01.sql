with reported as (
    select
        project_id,
        earned_value_gbp,
        planned_value_gbp,
        period_end_date,
        load_id
    from {{ ref('int_project_values_reported') }}
    where measure_id = 'dhcw_kpi_pd01'
),

final as (
    select
        'dhcw_kpi_pd01' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        period_end_date as part_date,
        cast(sum(earned_value_gbp) as {{ type_decimal() }}) as numerator,
        cast(sum(planned_value_gbp) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from reported
    group by period_end_date
)

select * from final
