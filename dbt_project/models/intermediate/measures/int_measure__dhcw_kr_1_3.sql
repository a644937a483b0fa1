with periods as (
    select
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_1_3' and organisation_unit_id = scorecard_id
),

ratings as (
    select
        rating_id,
        user_id,
        score,
        rated_date,
        rated_at,
        load_id
    from {{ ref('stg_journey_events__ratings_judged') }}
    where is_counted
),

-- Of two ratings in one second the greater key is taken for the later one.
ranked as (
    select
        ratings.rating_id,
        periods.period_end_date,
        ratings.score,
        ratings.load_id,
        row_number() over (
            partition by periods.period_id, ratings.user_id
            order by ratings.rated_at desc, ratings.rating_id desc
        ) = 1 as is_last
    from ratings
    inner join periods
        on
            ratings.rated_date between periods.period_start_date
            and periods.period_end_date
),

final as (
    select
        'dhcw_kr_1_3' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        period_end_date as part_date,
        cast(sum(score) as {{ type_decimal() }}) as numerator,
        cast(count(*) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from ranked
    where is_last
    group by period_end_date
)

select * from final
