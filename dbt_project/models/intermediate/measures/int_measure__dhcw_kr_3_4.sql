with periods as (
    select
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_3_4' and organisation_unit_id = scorecard_id
),

trainings as (
    select
        completion_id,
        analyst_id,
        organisation_unit_id,
        completed_date,
        load_id
    from {{ ref('stg_analytics_platform__training_completions_judged') }}
    where is_counted
),

activities as (
    select
        analyst_id,
        active_date,
        load_id
    from {{ ref('stg_analytics_platform__platform_activity_judged') }}
    where is_counted
),

-- Who was trained more than once belongs to the board of the last training.
trained as (
    select
        periods.period_id,
        periods.period_end_date,
        trainings.completion_id,
        trainings.analyst_id,
        trainings.organisation_unit_id,
        trainings.load_id,
        row_number() over (
            partition by periods.period_id, trainings.analyst_id
            order by trainings.completed_date desc, trainings.completion_id desc
        ) = 1 as is_last
    from periods
    inner join trainings
        on periods.period_end_date >= trainings.completed_date
),

active as (
    select
        periods.period_id,
        activities.analyst_id,
        max(activities.load_id) as load_id
    from periods
    inner join activities
        on
            activities.active_date between periods.period_start_date
            and periods.period_end_date
    group by periods.period_id, activities.analyst_id
),

counted as (
    select
        trained.completion_id,
        trained.organisation_unit_id,
        trained.period_end_date,
        greatest(trained.load_id, active.load_id) as load_id
    from trained
    inner join active
        on
            trained.period_id = active.period_id
            and trained.analyst_id = active.analyst_id
    where trained.is_last
),

final as (
    select
        'dhcw_kr_3_4' as measure_id,
        organisation_unit_id,
        period_end_date as part_date,
        cast(count(*) as {{ type_decimal() }}) as numerator,
        cast(1 as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from counted
    group by organisation_unit_id, period_end_date
)

select * from final
