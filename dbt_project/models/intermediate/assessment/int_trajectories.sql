with targets_considered as (
    select * from {{ ref('int_targets_considered') }}
),

target_points as (
    select * from {{ ref('stg_reference__target_points') }}
),

-- A step holds from its date until the next one.
steps as (
    select
        target_version_id,
        planned_value,
        point_date as from_date,
        lead(point_date) over (
            partition by target_version_id order by point_date
        ) as next_date
    from target_points
),

timed as (
    select
        *,
        {{ days_between('start_date', 'deadline_date') }} as plan_days,
        {{ days_between('start_date', 'period_end_date') }} as elapsed_days
    from targets_considered
),

joined as (
    select
        timed.*,
        steps.planned_value as step_value,
        target_points.planned_value as profile_value
    from timed
    left join steps
        on
            timed.target_version_id = steps.target_version_id
            and timed.period_end_date >= steps.from_date
            and (
                steps.next_date is null
                or timed.period_end_date < steps.next_date
            )
    left join target_points
        on
            timed.target_version_id = target_points.target_version_id
            and timed.period_end_date = target_points.point_date
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date,
        alternative_id,
        target_version_id,
        baseline_value,
        target_value,
        target_lower_value,
        target_upper_value,
        start_date,
        deadline_date,
        trajectory_shape,
        attainment_method,
        case
            when trajectory_shape = 'flat' then target_value
            -- By the deadline all of it is due, whatever way leads there.
            when period_end_date >= deadline_date then target_value
            when trajectory_shape = 'stepped' then coalesce(step_value, baseline_value)
            when trajectory_shape = 'profile' then profile_value
            when elapsed_days <= 0 then baseline_value
            else
                baseline_value + {{ divide(
                    '(target_value - baseline_value) * elapsed_days', 'plan_days'
                ) }}
        end as expected_value
    from joined
)

select * from final
