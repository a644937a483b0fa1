with values_observed as (
    select * from {{ ref('int_values_observed') }}
    where measure_kind in ('level', 'maintain', 'band')
),

measures as (
    select
        measure_id,
        attainment_method,
        rag_profile_id,
        is_strict
    from {{ ref('stg_reference__measures') }}
),

trajectories as (
    select * from {{ ref('int_trajectories') }}
),

joined as (
    select
        values_observed.measure_id,
        values_observed.organisation_unit_id,
        values_observed.period_id,
        values_observed.period_end_date,
        values_observed.direction,
        values_observed.judged_value,
        measures.is_strict,
        measures.rag_profile_id,
        coalesce(
            trajectories.attainment_method, measures.attainment_method
        ) as attainment_method,
        trajectories.alternative_id,
        trajectories.target_version_id,
        trajectories.baseline_value,
        trajectories.expected_value,
        trajectories.target_value,
        trajectories.target_lower_value,
        trajectories.target_upper_value,
        trajectories.start_date,
        trajectories.deadline_date,
        -- Without a direction the two edges are the target.
        values_observed.direction = 'none'
        and trajectories.target_lower_value is not null
        and trajectories.target_upper_value is not null as is_two_sided
    from values_observed
    inner join measures
        on values_observed.measure_id = measures.measure_id
    inner join trajectories
        on
            values_observed.measure_id = trajectories.measure_id
            and values_observed.organisation_unit_id
            = trajectories.organisation_unit_id
            and values_observed.period_id = trajectories.period_id
),

measured as (
    select
        *,
        case
            when is_two_sided
                then greatest(
                    target_lower_value - judged_value,
                    judged_value - target_upper_value,
                    0
                )
            when direction = 'higher' then expected_value - judged_value
            when direction = 'lower' then judged_value - expected_value
        end as variance,
        case
            when not is_two_sided then expected_value
            when judged_value < target_lower_value then target_lower_value
            else target_upper_value
        end as compared_value,
        case
            when is_two_sided
                then judged_value between target_lower_value and target_upper_value
            when direction = 'higher' and is_strict then judged_value > target_value
            when direction = 'higher' then judged_value >= target_value
            when direction = 'lower' and is_strict then judged_value < target_value
            when direction = 'lower' then judged_value <= target_value
        end as is_met
    from joined
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        rag_profile_id,
        alternative_id,
        attainment_method,
        target_version_id,
        variance,
        case
            when is_two_sided and variance = 0 then 0
            else {{ divide('variance', 'abs(compared_value)') }}
        end as variance_pct,
        baseline_value,
        expected_value,
        target_value,
        start_date,
        deadline_date,
        judged_value,
        direction,
        period_end_date,
        is_met,
        is_two_sided
    from measured
)

select * from final
