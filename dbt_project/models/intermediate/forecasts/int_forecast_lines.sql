with sums as (
    select * from {{ ref('int_forecast_sums') }}
),

points as (
    select * from {{ ref('int_forecast_points') }}
),

rules as (
    select * from {{ ref('int_forecast_rules_dated') }}
),

quantiles as (
    select * from {{ ref('stg_reference__student_t_quantiles') }}
),

-- How far each point is from the line through all of them.
missed as (
    select
        sums.measure_id,
        sums.organisation_unit_id,
        sums.forecast_rule_version,
        sums.last_point_date,
        points.point_value - {{ line_at(
            days_between('sums.last_point_date', 'points.point_date')
        ) }} as distance
    from sums
    inner join points
        on
            sums.measure_id = points.measure_id
            and sums.organisation_unit_id = points.organisation_unit_id
            and points.point_date between sums.first_point_date and sums.last_point_date
),

scattered as (
    select
        measure_id,
        organisation_unit_id,
        forecast_rule_version,
        last_point_date,
        sum(distance * distance) as scatter
    from missed
    group by measure_id, organisation_unit_id, forecast_rule_version, last_point_date
),

final as (
    select
        sums.measure_id,
        sums.organisation_unit_id,
        sums.forecast_rule_version,
        sums.point_count,
        sums.days_sum,
        sums.values_sum,
        sums.days_spread,
        sums.climb,
        scattered.scatter,
        quantiles.quantile,
        sums.last_point_date,
        sums.line_ends_date
    from sums
    inner join scattered
        using (measure_id, organisation_unit_id, forecast_rule_version, last_point_date)
    inner join rules
        on sums.forecast_rule_version = rules.forecast_rule_version
    inner join quantiles
        on
            sums.point_count - 2 = quantiles.degrees_of_freedom
            and rules.coverage = quantiles.coverage
)

select * from final
