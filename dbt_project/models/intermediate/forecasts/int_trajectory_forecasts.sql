with forecasts as (
    select * from {{ ref('int_forecasts') }}
),

lines as (
    select * from {{ ref('int_forecast_lines') }}
),

trajectories as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date
    from {{ ref('int_trajectories') }}
    where alternative_id is null
),

ranked as (
    select
        *,
        row_number() over (
            partition by measure_id, organisation_unit_id
            order by period_end_date desc
        ) as recency
    from forecasts
    where is_complete
),

-- The forecast as it stands at the latest complete period, on its way to the deadline.
ahead as (
    select
        trajectories.*,
        lines.point_count,
        lines.days_sum,
        lines.days_spread,
        lines.values_sum,
        lines.climb,
        lines.scatter,
        lines.quantile,
        {{ days_between('lines.last_point_date', 'trajectories.period_end_date') }}
            as days_ahead
    from ranked
    inner join lines
        on
            ranked.measure_id = lines.measure_id
            and ranked.organisation_unit_id = lines.organisation_unit_id
            and ranked.forecast_rule_version = lines.forecast_rule_version
            and ranked.last_point_date = lines.last_point_date
    inner join trajectories
        on
            ranked.measure_id = trajectories.measure_id
            and ranked.organisation_unit_id = trajectories.organisation_unit_id
            and ranked.last_point_date < trajectories.period_end_date
            and ranked.deadline_date >= trajectories.period_end_date
    where
        ranked.recency = 1
        and ranked.forecast_reason is null
),

forecast as (
    select
        *,
        {{ line_at('days_ahead') }} as forecast_value,
        {{ interval_at('days_ahead') }} as half_interval
    from ahead
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        forecast_value,
        forecast_value - half_interval as forecast_lower_value,
        forecast_value + half_interval as forecast_upper_value
    from forecast
)

select * from final
