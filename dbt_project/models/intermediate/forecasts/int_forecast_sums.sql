with points as (
    select * from {{ ref('int_forecast_points') }}
),

rules as (
    select * from {{ ref('int_forecast_rules_dated') }}
),

-- The latest points up to each one, by every version a period since may go by. Days
-- count from the last point, so that sums stay small.
spanned as (
    select
        last_points.measure_id,
        last_points.organisation_unit_id,
        rules.forecast_rule_version,
        rules.least_points,
        last_points.point_date as last_point_date,
        last_points.line_ends_date,
        points.point_date,
        points.point_value,
        cast(
            {{ days_between('last_points.point_date', 'points.point_date') }} as bigint
        ) as point_days
    from points as last_points
    inner join rules
        on
            rules.valid_to_date is null
            or last_points.point_date <= rules.valid_to_date
    inner join points
        on
            last_points.measure_id = points.measure_id
            and last_points.organisation_unit_id = points.organisation_unit_id
            and last_points.compared_within = points.compared_within
            and last_points.point_number >= points.point_number
            and last_points.point_number - rules.most_points < points.point_number
),

summed as (
    select
        measure_id,
        organisation_unit_id,
        forecast_rule_version,
        least_points,
        min(point_date) as first_point_date,
        last_point_date,
        line_ends_date,
        cast(count(*) as integer) as point_count,
        cast(sum(point_days) as bigint) as days_sum,
        cast(sum(point_days * point_days) as bigint) as squares_sum,
        sum(point_value) as values_sum,
        sum(point_days * point_value) as products_sum
    from spanned
    group by
        measure_id,
        organisation_unit_id,
        forecast_rule_version,
        least_points,
        last_point_date,
        line_ends_date
),

final as (
    select
        measure_id,
        organisation_unit_id,
        forecast_rule_version,
        point_count,
        days_sum,
        values_sum,
        point_count * squares_sum - days_sum * days_sum as days_spread,
        point_count * products_sum - days_sum * values_sum as climb,
        first_point_date,
        last_point_date,
        line_ends_date
    from summed
    where point_count >= least_points
)

select * from final
