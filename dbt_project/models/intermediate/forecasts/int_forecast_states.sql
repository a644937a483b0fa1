with spine as (
    select * from {{ ref('int_spine') }}
),

measures as (
    select
        measure_id,
        measure_kind,
        direction,
        is_strict
    from {{ ref('stg_reference__measures') }}
),

values_observed as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        judged_value
    from {{ ref('int_values_observed') }}
),

trajectories as (
    select * from {{ ref('int_trajectories') }}
    where alternative_id is null
),

points as (
    select * from {{ ref('int_forecast_points') }}
),

rules as (
    select * from {{ ref('int_forecast_rules_dated') }}
),

-- Each period with the last complete value up to it.
followed as (
    select
        spine.*,
        max(points.point_date) over (
            partition by spine.measure_id, spine.organisation_unit_id
            order by spine.period_end_date
            rows between unbounded preceding and current row
        ) as last_value_date
    from spine
    left join points
        on
            spine.measure_id = points.measure_id
            and spine.organisation_unit_id = points.organisation_unit_id
            and spine.period_end_date = points.point_date
),

-- What is known at the end of a period: the promise and the rule then, and how things
-- stood.
final as (
    select
        followed.measure_id,
        followed.organisation_unit_id,
        followed.period_id,
        followed.period_end_date,
        followed.is_complete,
        rules.forecast_rule_id,
        rules.forecast_rule_version,
        rules.coverage,
        rules.farthest_days,
        measures.direction,
        measures.is_strict,
        case
            when measures.measure_kind not in ('level', 'maintain', 'band')
                then 'not_a_figure'
            when trajectories.target_version_id is null then 'no_target'
            when measures.direction = 'none' then 'no_direction'
            when trajectories.deadline_date is null then 'no_deadline'
        end as unasked_reason,
        trajectories.target_value,
        trajectories.deadline_date,
        -- A provisional value counts for what is met, though not for the line.
        coalesce(values_observed.judged_value, points.point_value) as latest_value,
        points.point_date as last_point_date
    from followed
    inner join measures using (measure_id)
    left join values_observed using (measure_id, organisation_unit_id, period_id)
    left join trajectories using (measure_id, organisation_unit_id, period_id)
    left join rules
        on {{ is_in_force('rules', 'followed.period_end_date') }}
    -- A figure that has begun again since has neither a latest value nor a line yet.
    left join points
        on
            followed.measure_id = points.measure_id
            and followed.organisation_unit_id = points.organisation_unit_id
            and followed.last_value_date = points.point_date
            and followed.period_end_date
            <= coalesce(points.line_ends_date, followed.period_end_date)
)

select * from final
