with measure_periods as (
    select distinct period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_3_1'
),

measure_units as (
    select organisation_unit_id
    from {{ ref('stg_reference__measure_units') }}
    where measure_id = 'dhcw_kr_3_1'
),

flows as (
    select * from {{ ref('int_integration_flows_owed') }}
),

boards as (
    select
        measure_periods.period_end_date,
        flows.organisation_unit_id,
        min(
            case
                when flows.verified_on_date <= measure_periods.period_end_date then 1
                else 0
            end
        ) as integrated_count,
        max(flows.load_id) as load_id
    from measure_periods
    cross join flows
    inner join measure_units
        on flows.organisation_unit_id = measure_units.organisation_unit_id
    group by measure_periods.period_end_date, flows.organisation_unit_id
),

final as (
    select
        'dhcw_kr_3_1' as measure_id,
        organisation_unit_id,
        period_end_date as part_date,
        cast(integrated_count as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        load_id
    from boards
)

select * from final
