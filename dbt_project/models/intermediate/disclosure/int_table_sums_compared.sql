with cells as (
    select * from {{ ref('int_protected_cells') }}
),

units_summed as (
    select
        measure_id,
        period_id,
        part,
        sum(exact_value) as exact_value,
        sum(lower_value) as lower_value,
        sum(upper_value) as upper_value,
        max(width) as width
    from cells
    where table_place = 'unit'
    group by measure_id, period_id, part
),

-- People outside the units that are shown: the units then have to stay below the total,
-- not to make it up. Means differ in their last decimals.
compared as (
    select
        units_summed.measure_id,
        units_summed.period_id,
        units_summed.part,
        units_summed.lower_value as units_lower_value,
        units_summed.upper_value as units_upper_value,
        units_summed.width,
        totals.shown_value,
        totals.few,
        -- Whom the table is about: all that are counted, not those who did something.
        units_summed.part = min(units_summed.part) over (
            partition by units_summed.measure_id, units_summed.period_id
        ) as is_population,
        round(totals.exact_value - units_summed.exact_value, 6) != 0 as has_rest,
        totals.lower_value,
        totals.upper_value
    from units_summed
    inner join cells as totals
        on
            units_summed.measure_id = totals.measure_id
            and units_summed.period_id = totals.period_id
            and units_summed.part = totals.part
            and totals.table_place = 'total'
),

-- One unit at its greatest and the rest at their least must not exceed the total, nor
-- may the units at their least exceed its least. From above the same. Of few people in
-- all, that a table is withheld would tell that they are in two units at least.
final as (
    select
        measure_id,
        period_id,
        part,
        is_population and shown_value between 1 and few as is_few,
        units_lower_value + width <= upper_value
        and units_lower_value <= lower_value
        and (has_rest or units_upper_value - width >= lower_value)
        and (has_rest or units_upper_value >= upper_value) as is_safe
    from compared
)

select * from final
