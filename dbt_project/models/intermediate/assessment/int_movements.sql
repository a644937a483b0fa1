with values_observed as (
    select * from {{ ref('int_values_observed') }}
),

measures as (
    select
        measure_id,
        movement_tolerance
    from {{ ref('stg_reference__measures') }}
),

-- A figure that starts again each fiscal year is not compared across the new year.
resets as (
    select measure_id
    from {{ ref('stg_reference__measure_parameters') }}
    where parameter = 'resets_each'
),

fiscal_dates as (
    select
        date_day,
        first_year
    from {{ ref('int_dates') }}
    where calendar = 'fiscal'
),

-- A grey period was never going to have a figure: it is no gap.
expected as (
    select
        values_observed.measure_id,
        values_observed.organisation_unit_id,
        values_observed.period_id,
        values_observed.period_end_date,
        values_observed.direction,
        values_observed.value,
        values_observed.judged_value,
        coalesce(measures.movement_tolerance, 0) as movement_tolerance,
        case when resets.measure_id is null then 0 else fiscal_dates.first_year end
            as compared_within
    from values_observed
    inner join measures
        on values_observed.measure_id = measures.measure_id
    inner join fiscal_dates
        on values_observed.period_end_date = fiscal_dates.date_day
    left join resets
        on values_observed.measure_id = resets.measure_id
    where values_observed.value_status != 'not_expected'
),

sequenced as (
    select
        *,
        row_number() over (
            partition by measure_id, organisation_unit_id order by period_end_date
        ) as expected_number
    from expected
),

observed as (
    select
        *,
        lag(judged_value) over observed_before as previous_judged_value,
        lag(value) over observed_before as previous_value,
        lag(period_id) over observed_before as previous_period_id,
        lag(expected_number) over observed_before as previous_expected_number
    from sequenced
    where judged_value is not null
    window observed_before as (
        partition by measure_id, organisation_unit_id, compared_within
        order by period_end_date
    )
),

moved as (
    select
        *,
        case
            when direction = 'none' or previous_judged_value is null then null
            when abs(judged_value - previous_judged_value) <= movement_tolerance
                then 'unchanged'
            when (judged_value > previous_judged_value) = (direction = 'higher')
                then 'improved'
            else 'deteriorated'
        end as movement
    from observed
),

-- A move across a missing period is shown, and counts for nothing.
final as (
    select
        sequenced.measure_id,
        sequenced.organisation_unit_id,
        sequenced.period_id,
        sequenced.period_end_date,
        moved.movement,
        moved.previous_value,
        moved.previous_period_id,
        coalesce(
            moved.movement = 'deteriorated'
            and moved.previous_expected_number = sequenced.expected_number - 1,
            false
        ) as is_counted
    from sequenced
    left join moved
        on
            sequenced.measure_id = moved.measure_id
            and sequenced.organisation_unit_id = moved.organisation_unit_id
            and sequenced.period_id = moved.period_id
)

select * from final
