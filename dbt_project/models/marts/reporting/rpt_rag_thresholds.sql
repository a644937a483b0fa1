with trajectories as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        target_version_id,
        baseline_value,
        expected_value,
        target_value
    from {{ ref('fct_measure_trajectories') }}
    where baseline_value is not null and expected_value is not null
),

methods as (
    select
        targets.target_version_id,
        measures.rag_profile_id,
        coalesce(targets.attainment_method, measures.attainment_method)
            as attainment_method
    from {{ ref('dim_targets') }} as targets
    inner join {{ ref('dim_measures') }} as measures
        on targets.measure_id = measures.measure_id
),

bounds as (
    select
        rag_profile_id,
        valid_from_date,
        valid_to_date,
        max(case when rag_status = 'green' then lower_bound end) as green_from,
        max(case when rag_status = 'amber' then lower_bound end) as amber_from
    from {{ ref('dim_rag_rules') }}
    where basis = 'attainment'
    group by rag_profile_id, valid_from_date, valid_to_date
),

-- Where the attainment would be 1: what is due by then, or the target itself.
full_marks as (
    select
        trajectories.measure_id,
        trajectories.organisation_unit_id,
        trajectories.period_id,
        trajectories.period_end_date,
        trajectories.baseline_value,
        methods.rag_profile_id,
        case
            when methods.attainment_method = 'share_of_final'
                then trajectories.target_value
            else trajectories.expected_value
        end - trajectories.baseline_value as promised_change
    from trajectories
    inner join methods
        on trajectories.target_version_id = methods.target_version_id
    where methods.attainment_method in ('progress', 'share_of_final')
),

final as (
    select
        full_marks.measure_id,
        full_marks.organisation_unit_id,
        full_marks.period_id,
        full_marks.baseline_value
        + {{ multiply('full_marks.promised_change', 'bounds.green_from') }}
            as green_from_value,
        full_marks.baseline_value
        + {{ multiply('full_marks.promised_change', 'bounds.amber_from') }}
            as amber_from_value,
        bounds.green_from as green_from_attainment_pct,
        bounds.amber_from as amber_from_attainment_pct,
        full_marks.period_end_date
    from full_marks
    inner join bounds
        on
            full_marks.rag_profile_id = bounds.rag_profile_id
            and full_marks.period_end_date >= bounds.valid_from_date
            and full_marks.period_end_date
            <= coalesce(bounds.valid_to_date, full_marks.period_end_date)
)

select * from final
