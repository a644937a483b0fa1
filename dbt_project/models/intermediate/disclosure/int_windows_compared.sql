with slacks as (
    select * from {{ ref('int_window_slacks') }}
),

summed as (
    select
        measure_id,
        period_id,
        part,
        period_end_date,
        sum(case when table_place != 'total' then slack else 0 end) as slack,
        sum(case when table_place = 'unit' then widest else 0 end) as units_widest,
        max(case when table_place = 'unit' then widest else 0 end) as unit_widest,
        count(case when table_place = 'unit' then 1 end) as unit_count,
        min(case when table_place = 'unit' then slack - widest end) as spare_slack,
        max(case when table_place = 'rest' then slack end) as rest_slack,
        max(case when table_place = 'rest' then highest end) as rest_highest,
        max(case when table_place = 'total' then slack end) as total_slack,
        max(case when table_place = 'total' then widest end) as total_widest
    from slacks
    group by measure_id, period_id, part, period_end_date
),

-- Each unit can move to either end of its cell in one month alone, and whoever is in no
-- unit can make up for it.
units_judged as (
    select
        *,
        unit_count > 0
        and spare_slack >= 0
        and (
            coalesce(rest_highest, 0) = 0
            or rest_slack >= greatest(unit_widest, total_widest)
        ) as is_unit_safe
    from summed
),

started as (
    select
        *,
        first_value(is_unit_safe) over (
            partition by measure_id, part order by period_end_date
        ) as was_unit_safe
    from units_judged
),

-- Slack is used up and never comes back: units that were shown once still bind the
-- total after they are left out.
judged as (
    select
        measure_id,
        period_id,
        part,
        is_unit_safe,
        case
            when is_unit_safe then true
            when was_unit_safe then slack >= units_widest + total_widest
            else total_slack >= total_widest
        end as is_total_safe
    from started
),

final as (
    select
        measure_id,
        period_id,
        min(case when is_unit_safe then 1 else 0 end) = 1 as is_unit_safe,
        min(case when coalesce(is_total_safe, true) then 1 else 0 end) = 1
            as is_total_safe
    from judged
    group by measure_id, period_id
)

select * from final
