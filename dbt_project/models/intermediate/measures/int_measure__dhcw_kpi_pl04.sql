with measure_periods as (
    select period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kpi_pl04' and organisation_unit_id = scorecard_id
),

posts as (
    select * from {{ ref('int_posts_counted') }}
),

final as (
    select
        'dhcw_kpi_pl04' as measure_id,
        posts.organisation_unit_id,
        measure_periods.period_end_date as part_date,
        cast(posts.vacancy_count as {{ type_decimal() }}) as numerator,
        cast(posts.post_count as {{ type_decimal() }}) as denominator,
        posts.load_id
    from measure_periods
    inner join posts
        on measure_periods.period_end_date = posts.month_end_date
)

select * from final
