with versions as (
    select * from {{ ref('int_target_versions') }}
),

-- What stood before an entry was made: the version it corrects, or else the one that
-- judged the days before it.
predecessors as (
    select
        versions.target_version_id,
        earlier.target_version_id as old_target_version_id,
        row_number() over (
            partition by versions.target_version_id
            order by
                case
                    when
                        versions.supersedes_version_id = earlier.target_version_id
                        then 0
                    else 1
                end,
                earlier.effective_from_date desc,
                earlier.entry_number desc
        ) as nearness
    from versions
    inner join versions as earlier
        on
            versions.measure_id = earlier.measure_id
            and versions.organisation_unit_id = earlier.organisation_unit_id
            and versions.entry_number > earlier.entry_number
            and (
                versions.supersedes_version_id = earlier.target_version_id
                or (
                    versions.effective_from_date > earlier.effective_from_date
                    and (
                        earlier.superseded_at is null
                        or versions.recorded_at < earlier.superseded_at
                    )
                )
            )
),

final as (
    select
        versions.target_version_id,
        versions.measure_id,
        versions.organisation_unit_id,
        replaced.target_version_id as old_target_version_id,
        case
            when versions.supersedes_version_id is not null then 'corrected'
            when replaced.target_version_id is not null then 'changed'
            else 'set'
        end as change_type,
        versions.author_post_id,
        versions.approver_post_id,
        versions.reason,
        versions.decision_reference,
        replaced.target_text as old_target_text,
        versions.target_text as new_target_text,
        replaced.baseline_value as old_baseline_value,
        versions.baseline_value as new_baseline_value,
        replaced.target_value as old_target_value,
        versions.target_value as new_target_value,
        versions.entry_number,
        replaced.deadline_date as old_deadline_date,
        versions.deadline_date as new_deadline_date,
        versions.effective_from_date,
        versions.effective_to_date,
        versions.recorded_at,
        versions.superseded_at
    from versions
    left join predecessors
        on
            versions.target_version_id = predecessors.target_version_id
            and predecessors.nearness = 1
    left join versions as replaced
        on predecessors.old_target_version_id = replaced.target_version_id
)

select * from final
