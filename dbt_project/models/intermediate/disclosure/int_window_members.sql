with cells as (
    select * from {{ ref('int_protected_cells') }}
),

windows as (
    select
        measure_id,
        cast(value as integer) as rolling_months
    from {{ ref('stg_reference__measure_parameters') }}
    where parameter = 'rolling_months'
),

rolling as (
    select
        cells.*,
        windows.rolling_months
    from cells
    inner join windows
        on cells.measure_id = windows.measure_id
),

units_summed as (
    select
        measure_id,
        period_id,
        part,
        sum(exact_value) as exact_value
    from rolling
    where table_place = 'unit'
    group by measure_id, period_id, part
),

members as (
    select
        measure_id,
        period_id,
        part,
        period_end_date,
        rolling_months,
        table_place,
        organisation_unit_id as member_id,
        exact_value,
        width
    from rolling
    where table_place != 'deeper'
    union all
    -- Whoever is in the total and in no unit; means differ in their last decimals.
    select
        totals.measure_id,
        totals.period_id,
        totals.part,
        totals.period_end_date,
        totals.rolling_months,
        'rest' as table_place,
        'rest' as member_id,
        round(totals.exact_value - coalesce(units_summed.exact_value, 0), 6)
            as exact_value,
        0 as width
    from rolling as totals
    left join units_summed
        on
            totals.measure_id = units_summed.measure_id
            and totals.period_id = units_summed.period_id
            and totals.part = units_summed.part
    where totals.table_place = 'total'
),

final as (
    select
        measure_id,
        member_id,
        period_id,
        part,
        period_end_date,
        table_place,
        -- The same for months that lie one window apart.
        mod(
            12 * extract(year from period_end_date)
            + extract(month from period_end_date),
            rolling_months
        ) as turn,
        exact_value,
        width
    from members
)

select * from final
