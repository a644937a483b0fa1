with changes as (
    select
        target_version_id,
        old_target_version_id,
        effective_from_date as judged_from_date,
        judged_to_date
    from {{ ref('int_target_changes') }}
    where old_target_version_id is not null
),

targets as (
    select * from {{ ref('int_targets') }}
),

targets_in_force as (
    select
        targets_in_force.measure_id,
        targets_in_force.organisation_unit_id,
        targets_in_force.period_id,
        targets.registered_version_id
    from {{ ref('int_targets_in_force') }} as targets_in_force
    inner join targets
        on targets_in_force.target_version_id = targets.target_version_id
),

planned_periods as (
    select * from {{ ref('int_planned_periods') }}
),

-- Both sides of a change are asked about the days of the new one.
sides as (
    select
        target_version_id as registered_version_id,
        judged_from_date,
        judged_to_date
    from changes
    union all
    select
        old_target_version_id as registered_version_id,
        judged_from_date,
        judged_to_date
    from changes
),

-- A version is asked as though it had gone on: by the last figure it had by then, or
-- its first.
candidates as (
    select distinct
        planned_periods.measure_id,
        planned_periods.organisation_unit_id,
        planned_periods.period_id,
        planned_periods.period_start_date,
        planned_periods.period_end_date,
        targets.target_version_id,
        targets.registered_version_id,
        targets.effective_from_date
    from sides
    inner join targets
        on sides.registered_version_id = targets.registered_version_id
    inner join planned_periods
        on
            targets.measure_id = planned_periods.measure_id
            and targets.organisation_unit_id = planned_periods.organisation_unit_id
            and sides.judged_from_date <= planned_periods.period_end_date
            and (
                sides.judged_to_date is null
                or sides.judged_to_date >= planned_periods.period_end_date
            )
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                measure_id, organisation_unit_id, period_id, registered_version_id
            order by
                case when effective_from_date <= period_end_date then 0 else 1 end,
                abs({{ days_between('effective_from_date', 'period_end_date') }})
        ) as nearness
    from candidates
),

-- What is in force is judged already.
final as (
    select
        ranked.measure_id,
        ranked.organisation_unit_id,
        ranked.period_id,
        ranked.period_start_date,
        ranked.period_end_date,
        ranked.target_version_id,
        targets.baseline_value,
        targets.target_value,
        targets.target_lower_value,
        targets.target_upper_value,
        targets.start_date,
        targets.deadline_date,
        targets.trajectory_shape,
        targets.attainment_method,
        ranked.registered_version_id as alternative_id
    from ranked
    inner join targets
        on ranked.target_version_id = targets.target_version_id
    left join targets_in_force
        on
            ranked.measure_id = targets_in_force.measure_id
            and ranked.organisation_unit_id = targets_in_force.organisation_unit_id
            and ranked.period_id = targets_in_force.period_id
            and ranked.registered_version_id = targets_in_force.registered_version_id
    where
        ranked.nearness = 1
        and targets_in_force.period_id is null
)

select * from final
