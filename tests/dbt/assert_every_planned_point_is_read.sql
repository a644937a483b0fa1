{{ config(meta={"dagster": {"ref": {"name": "stg_reference__target_points"}}}) }}

-- A planned figure nobody ever looks up would be a promise kept in silence: a profile's
-- stands on the last day of a period, and none lies before the start or behind the
-- deadline, on which all of the target is due.
with points as (
    select
        target_points.*,
        targets.measure_id,
        targets.trajectory_shape,
        targets.target_value,
        targets.start_date,
        targets.deadline_date
    from {{ ref('stg_reference__target_points') }} as target_points
    inner join {{ ref('stg_reference__targets') }} as targets
        on target_points.target_version_id = targets.target_version_id
),

period_ends as (
    select
        measures.measure_id,
        periods.end_date
    from {{ ref('stg_reference__measures') }} as measures
    inner join {{ ref('int_periods') }} as periods
        on
            measures.frequency = periods.grain
            and (
                measures.calendar = periods.calendar
                or measures.frequency in ('day', 'week', 'month')
            )
)

select
    points.target_version_id,
    points.point_date,
    points.planned_value
from points
left join period_ends
    on
        points.measure_id = period_ends.measure_id
        and points.point_date = period_ends.end_date
where
    points.trajectory_shape not in ('stepped', 'profile')
    or (points.trajectory_shape = 'profile' and period_ends.end_date is null)
    or points.point_date < points.start_date
    or points.point_date > points.deadline_date
    or (
        points.point_date = points.deadline_date
        and points.planned_value != points.target_value
    )
