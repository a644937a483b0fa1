with trajectories as (
    select * from {{ ref('int_trajectories') }}
    where alternative_id is null
),

forecasts as (
    select * from {{ ref('int_trajectory_forecasts') }}
),

final as (
    select
        trajectories.measure_id,
        trajectories.organisation_unit_id,
        trajectories.period_id,
        trajectories.target_version_id,
        trajectories.trajectory_shape,
        trajectories.baseline_value,
        trajectories.expected_value,
        trajectories.target_value,
        trajectories.target_lower_value,
        trajectories.target_upper_value,
        forecasts.forecast_value,
        forecasts.forecast_lower_value,
        forecasts.forecast_upper_value,
        trajectories.period_start_date,
        trajectories.period_end_date
    from trajectories
    left join forecasts using (measure_id, organisation_unit_id, period_id)
)

select * from final
