with targets as (
    select * from {{ ref('stg_reference__targets') }}
),

-- A correction names the version it takes the place of.
replacements as (
    select
        supersedes_version_id as target_version_id,
        min(recorded_at) as superseded_at
    from targets
    where supersedes_version_id is not null
    group by supersedes_version_id
),

dated as (
    select
        targets.*,
        replacements.superseded_at
    from targets
    left join replacements
        on targets.target_version_id = replacements.target_version_id
),

-- A version holds until the next one that stands, unless it says itself until when.
followed as (
    select
        *,
        lead(effective_from_date) over (
            partition by measure_id, organisation_unit_id, superseded_at is null
            order by effective_from_date, entry_number
        ) as next_from_date
    from dated
),

final as (
    select
        target_version_id,
        supersedes_version_id,
        measure_id,
        organisation_unit_id,
        baseline_text,
        target_text,
        trajectory_shape,
        attainment_method,
        author_post_id,
        approver_post_id,
        reason,
        decision_reference,
        baseline_value,
        target_value,
        target_lower_value,
        target_upper_value,
        entry_number,
        start_date,
        deadline_date,
        effective_from_date,
        case
            when superseded_at is not null or next_from_date is null
                then effective_to_date
            else least(
                coalesce(effective_to_date, next_from_date),
                {{ add_days('next_from_date', -1) }}
            )
        end as effective_to_date,
        recorded_at,
        superseded_at
    from followed
)

select * from final
