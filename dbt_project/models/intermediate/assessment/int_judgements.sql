with values_observed as (
    select * from {{ ref('int_values_observed') }}
),

first_targets as (
    select
        measure_id,
        organisation_unit_id,
        min(effective_from_date) as first_effective_date
    from {{ ref('int_targets') }}
    where superseded_at is null
    group by measure_id, organisation_unit_id
),

trajectories as (
    select * from {{ ref('int_trajectories') }}
),

attainments as (
    select * from {{ ref('int_attainments') }}
),

milestone_states as (
    select * from {{ ref('int_milestone_states') }}
),

rag_colours as (
    select * from {{ ref('int_rag_colours') }}
),

-- Once by what is in force, and once more by every version it is compared with.
considered as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        cast(null as varchar) as alternative_id
    from values_observed
    union all
    select
        measure_id,
        organisation_unit_id,
        period_id,
        alternative_id
    from trajectories
    where alternative_id is not null
),

-- All that is known of a period before a status is given to it.
final as (
    select
        values_observed.measure_id,
        values_observed.organisation_unit_id,
        values_observed.period_id,
        considered.alternative_id,
        values_observed.measure_kind,
        values_observed.value_status,
        values_observed.is_complete,
        values_observed.period_end_date,
        trajectories.target_version_id,
        trajectories.baseline_value,
        trajectories.expected_value,
        trajectories.target_value,
        trajectories.target_lower_value,
        trajectories.target_upper_value,
        trajectories.deadline_date,
        coalesce(
            considered.alternative_id is null
            and values_observed.period_end_date < first_targets.first_effective_date,
            false
        ) as is_before_first_target,
        attainments.attainment_method,
        attainments.attainment_reason,
        attainments.variance,
        attainments.variance_pct,
        attainments.attainment,
        milestone_states.milestone_state,
        milestone_states.days_left,
        milestone_states.delivered_on_date,
        coalesce(attainments.rag_profile_id, rag_colours.rag_profile_id)
            as rag_profile_id,
        rag_colours.rag_status as ruled_status,
        rag_colours.basis,
        rag_colours.basis_value,
        rag_colours.lower_bound,
        rag_colours.upper_bound,
        rag_colours.is_lower_inclusive,
        rag_colours.is_upper_inclusive,
        coalesce(attainments.is_met, milestone_states.is_met) as is_met
    from values_observed
    inner join considered using (measure_id, organisation_unit_id, period_id)
    left join first_targets using (measure_id, organisation_unit_id)
    left join trajectories
        on
            values_observed.measure_id = trajectories.measure_id
            and values_observed.organisation_unit_id = trajectories.organisation_unit_id
            and values_observed.period_id = trajectories.period_id
            and {{ is_same_alternative('considered', 'trajectories') }}
    left join attainments
        on
            values_observed.measure_id = attainments.measure_id
            and values_observed.organisation_unit_id = attainments.organisation_unit_id
            and values_observed.period_id = attainments.period_id
            and {{ is_same_alternative('considered', 'attainments') }}
    left join milestone_states
        on
            values_observed.measure_id = milestone_states.measure_id
            and values_observed.organisation_unit_id
            = milestone_states.organisation_unit_id
            and values_observed.period_id = milestone_states.period_id
            and {{ is_same_alternative('considered', 'milestone_states') }}
    left join rag_colours
        on
            values_observed.measure_id = rag_colours.measure_id
            and values_observed.organisation_unit_id = rag_colours.organisation_unit_id
            and values_observed.period_id = rag_colours.period_id
            and {{ is_same_alternative('considered', 'rag_colours') }}
)

select * from final
