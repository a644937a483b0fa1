with measure_periods as (
    select
        organisation_unit_id,
        period_id,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_2_3_ce_plus'
),

certified_periods as (
    select
        organisation_unit_id,
        period_id,
        load_id
    from {{ ref('int_certified_periods') }}
    where measure_id = 'dhcw_kr_2_3_ce_plus'
),

final as (
    select
        'dhcw_kr_2_3_ce_plus' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        measure_periods.period_end_date as part_date,
        cast(
            case when certified_periods.period_id is null then 0 else 1 end
            as {{ type_decimal() }}
        ) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        certified_periods.load_id
    from measure_periods
    left join certified_periods
        on
            measure_periods.organisation_unit_id
            = certified_periods.organisation_unit_id
            and measure_periods.period_id = certified_periods.period_id
)

select * from final
