with measure_windows as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_windows') }}
),

-- What was replaced on the record judges nothing any more; dim_targets keeps it.
targets as (
    select * from {{ ref('int_targets') }}
    where superseded_at is null
),

final as (
    select
        measure_windows.measure_id,
        measure_windows.organisation_unit_id,
        measure_windows.period_id,
        measure_windows.period_start_date,
        measure_windows.period_end_date,
        targets.target_version_id,
        targets.baseline_value,
        targets.target_value,
        targets.target_lower_value,
        targets.target_upper_value,
        targets.start_date,
        targets.deadline_date,
        targets.trajectory_shape,
        targets.attainment_method
    from measure_windows
    inner join targets
        on
            measure_windows.measure_id = targets.measure_id
            and measure_windows.organisation_unit_id = targets.organisation_unit_id
            and measure_windows.period_end_date >= targets.effective_from_date
            and (
                targets.effective_to_date is null
                or measure_windows.period_end_date <= targets.effective_to_date
            )
)

select * from final
