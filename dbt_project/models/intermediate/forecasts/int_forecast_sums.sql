with points as (
    select * from {{ ref('int_forecast_points') }}
),

parameters as (
    select
        max(case when parameter = 'most_points' then value end) as most_points,
        max(case when parameter = 'least_points' then value end) as least_points
    from {{ ref('stg_reference__forecast_parameters') }}
),

-- The latest points up to each one. Days count from the last, so that sums stay small.
spanned as (
    select
        last_points.measure_id,
        last_points.organisation_unit_id,
        last_points.point_date as last_point_date,
        last_points.line_ends_date,
        points.point_date,
        points.point_value,
        cast(
            {{ days_between('last_points.point_date', 'points.point_date') }} as bigint
        ) as point_days
    from points as last_points
    cross join parameters
    inner join points
        on
            last_points.measure_id = points.measure_id
            and last_points.organisation_unit_id = points.organisation_unit_id
            and last_points.compared_within = points.compared_within
            and last_points.point_number >= points.point_number
            and last_points.point_number - parameters.most_points < points.point_number
),

summed as (
    select
        measure_id,
        organisation_unit_id,
        min(point_date) as first_point_date,
        last_point_date,
        line_ends_date,
        cast(count(*) as integer) as point_count,
        cast(sum(point_days) as bigint) as days_sum,
        cast(sum(point_days * point_days) as bigint) as squares_sum,
        sum(point_value) as values_sum,
        sum(point_days * point_value) as products_sum
    from spanned
    group by measure_id, organisation_unit_id, last_point_date, line_ends_date
),

final as (
    select
        summed.measure_id,
        summed.organisation_unit_id,
        summed.point_count,
        summed.days_sum,
        summed.values_sum,
        summed.point_count * summed.squares_sum - summed.days_sum * summed.days_sum
            as days_spread,
        summed.point_count * summed.products_sum - summed.days_sum * summed.values_sum
            as climb,
        summed.first_point_date,
        summed.last_point_date,
        summed.line_ends_date
    from summed
    inner join parameters
        on summed.point_count >= parameters.least_points
)

select * from final
