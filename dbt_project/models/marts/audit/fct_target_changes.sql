with changes as (
    select * from {{ ref('int_target_changes') }}
),

sentences as (
    select * from {{ ref('int_target_change_sentences') }}
),

colours as (
    select * from {{ ref('int_target_change_colours') }}
),

-- The register is a file of one line an entry, below a line of headings.
final as (
    select
        changes.target_version_id,
        changes.measure_id,
        changes.organisation_unit_id,
        changes.old_target_version_id,
        changes.change_type,
        changes.author_post_id,
        changes.approver_post_id,
        changes.reason,
        changes.decision_reference,
        colours.period_id_before,
        colours.rag_status_before,
        colours.period_id_after,
        colours.rag_status_after,
        colours.effect,
        sentences.explanation || ' ' || colours.effect as explanation,
        '{{ seed_file("targets") }}' as source_file,
        changes.old_target_text,
        changes.new_target_text,
        changes.old_trajectory_shape,
        changes.new_trajectory_shape,
        changes.old_attainment_method,
        changes.new_attainment_method,
        changes.old_baseline_value,
        changes.new_baseline_value,
        changes.old_target_value,
        changes.new_target_value,
        changes.old_target_lower_value,
        changes.new_target_lower_value,
        changes.old_target_upper_value,
        changes.new_target_upper_value,
        cast(colours.judged_period_count as bigint) as judged_period_count,
        cast(colours.changed_period_count as bigint) as changed_period_count,
        changes.entry_number + 1 as source_row,
        changes.old_start_date,
        changes.new_start_date,
        changes.old_deadline_date,
        changes.new_deadline_date,
        changes.old_effective_from_date,
        changes.effective_from_date,
        changes.effective_to_date,
        changes.recorded_at,
        changes.superseded_at
    from changes
    inner join sentences
        on changes.target_version_id = sentences.target_version_id
    inner join colours
        on changes.target_version_id = colours.target_version_id
)

select * from final
