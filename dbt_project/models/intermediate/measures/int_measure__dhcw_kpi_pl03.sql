with turnovers as (
    select * from {{ ref('int_turnovers_rolled') }}
    where measure_id = 'dhcw_kpi_pl03' and is_permanent
),

final as (
    select
        'dhcw_kpi_pl03' as measure_id,
        organisation_unit_id,
        period_end_date as part_date,
        cast(sum(leaver_count) as {{ type_decimal() }}) as numerator,
        cast(sum(headcount) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from turnovers
    group by organisation_unit_id, period_end_date
)

select * from final
