with month_ends as (
    select period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_1_1' and organisation_unit_id = scorecard_id
),

changes as (
    select * from {{ ref('int_app_users_by_day') }}
),

final as (
    select
        'dhcw_kr_1_1' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        month_ends.period_end_date as part_date,
        cast(sum(changes.user_change) as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        max(changes.load_id) as load_id
    from month_ends
    inner join changes
        on month_ends.period_end_date >= changes.changed_date
    group by month_ends.period_end_date
)

select * from final
