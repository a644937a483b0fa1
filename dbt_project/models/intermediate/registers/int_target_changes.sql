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

-- An entry is about the days up to the next version that stands, also once it is
-- corrected itself.
followed as (
    select
        versions.target_version_id,
        min(later.effective_from_date) as next_from_date
    from versions
    inner join versions as later
        on
            versions.measure_id = later.measure_id
            and versions.organisation_unit_id = later.organisation_unit_id
            and versions.effective_from_date < later.effective_from_date
            and later.superseded_at is null
    group by versions.target_version_id
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
        {% for column in [
            'target_text', 'trajectory_shape', 'attainment_method', 'baseline_value',
            'target_value', 'target_lower_value', 'target_upper_value', 'start_date',
            'deadline_date', 'effective_from_date',
        ] %}
        replaced.{{ column }} as old_{{ column }},
        versions.{{ column }} as new_{{ column }},
        {% endfor %}
        versions.entry_number,
        versions.effective_from_date,
        versions.effective_to_date,
        case
            when versions.effective_to_date < followed.next_from_date
                then versions.effective_to_date
            else coalesce(
                {{ add_days('followed.next_from_date', -1) }},
                versions.effective_to_date
            )
        end as judged_to_date,
        versions.recorded_at,
        versions.superseded_at
    from versions
    left join followed
        on versions.target_version_id = followed.target_version_id
    left join predecessors
        on
            versions.target_version_id = predecessors.target_version_id
            and predecessors.nearness = 1
    left join versions as replaced
        on predecessors.old_target_version_id = replaced.target_version_id
)

select * from final
