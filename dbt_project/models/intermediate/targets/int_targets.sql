with targets as (
    select * from {{ ref('int_target_versions') }}
),

comparators as (
    select
        target_version_id,
        comparator
    from {{ ref('stg_reference__target_comparators') }}
),

target_values as (
    select * from {{ ref('int_target_values') }}
),

final as (
    select
        targets.target_version_id
        || coalesce(
            '@' || cast(target_values.benchmark_as_at_date as {{ dbt.type_string() }}),
            ''
        ) as target_version_id,
        targets.target_version_id as registered_version_id,
        targets.supersedes_version_id,
        targets.measure_id,
        targets.organisation_unit_id,
        targets.author_post_id,
        targets.approver_post_id,
        targets.baseline_value,
        targets.baseline_text,
        target_values.target_value,
        targets.target_lower_value,
        targets.target_upper_value,
        targets.target_text,
        comparators.comparator,
        target_values.benchmark_as_at_date,
        targets.entry_number,
        targets.start_date,
        targets.deadline_date,
        targets.trajectory_shape,
        targets.attainment_method,
        target_values.effective_from_date,
        target_values.effective_to_date,
        target_values.recorded_at,
        targets.superseded_at,
        targets.reason,
        targets.decision_reference
    from target_values
    inner join targets
        on target_values.target_version_id = targets.target_version_id
    left join comparators
        on targets.target_version_id = comparators.target_version_id
)

select * from final
