with changes as (
    select * from {{ ref('int_target_changes') }}
),

targets as (
    select
        target_version_id,
        registered_version_id
    from {{ ref('int_targets') }}
),

statuses as (
    select
        single_statuses.measure_id,
        single_statuses.organisation_unit_id,
        single_statuses.period_id,
        single_statuses.period_end_date,
        single_statuses.rag_status,
        targets.registered_version_id
    from {{ ref('int_single_statuses') }} as single_statuses
    inner join targets
        on single_statuses.target_version_id = targets.target_version_id
    where
        single_statuses.is_complete
        and (
            single_statuses.alternative_id is null
            or single_statuses.alternative_id = targets.registered_version_id
        )
),

-- A change is about the complete periods of its own days, each judged by what is there
-- now and by what was there before.
final as (
    select
        changes.target_version_id,
        changes.measure_id,
        changes.organisation_unit_id,
        judged_now.period_id,
        judged_now.period_end_date,
        judged_before.rag_status as rag_status_before,
        judged_now.rag_status as rag_status_after
    from changes
    inner join statuses as judged_now
        on
            changes.measure_id = judged_now.measure_id
            and changes.organisation_unit_id = judged_now.organisation_unit_id
            and changes.target_version_id = judged_now.registered_version_id
            and changes.effective_from_date <= judged_now.period_end_date
            and (
                changes.judged_to_date is null
                or changes.judged_to_date >= judged_now.period_end_date
            )
    left join statuses as judged_before
        on
            judged_now.measure_id = judged_before.measure_id
            and judged_now.organisation_unit_id = judged_before.organisation_unit_id
            and judged_now.period_id = judged_before.period_id
            and changes.old_target_version_id = judged_before.registered_version_id
)

select * from final
