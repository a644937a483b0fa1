with planned_periods as (
    select * from {{ ref('int_planned_periods') }}
),

-- What was replaced on the record judges nothing any more; dim_targets keeps it.
targets as (
    select * from {{ ref('int_targets') }}
    where superseded_at is null
),

final as (
    select
        planned_periods.measure_id,
        planned_periods.organisation_unit_id,
        planned_periods.period_id,
        planned_periods.period_start_date,
        planned_periods.period_end_date,
        targets.target_version_id,
        targets.baseline_value,
        targets.target_value,
        targets.target_lower_value,
        targets.target_upper_value,
        targets.start_date,
        targets.deadline_date,
        targets.trajectory_shape,
        targets.attainment_method
    from planned_periods
    inner join targets
        on
            planned_periods.measure_id = targets.measure_id
            and planned_periods.organisation_unit_id = targets.organisation_unit_id
            and planned_periods.period_end_date >= targets.effective_from_date
            and (
                targets.effective_to_date is null
                or planned_periods.period_end_date <= targets.effective_to_date
            )
)

select * from final
