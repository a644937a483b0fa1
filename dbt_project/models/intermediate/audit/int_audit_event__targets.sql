with changes as (
    select * from {{ ref('int_target_changes') }}
),

sentences as (
    select * from {{ ref('int_target_change_sentences') }}
),

final as (
    select
        'targets-' || cast(changes.entry_number as varchar) as audit_event_id,
        'targets' as register,
        changes.change_type as event,
        cast(null as varchar) as scorecard_id,
        changes.measure_id,
        changes.organisation_unit_id,
        cast(null as varchar) as objective_id,
        cast(null as varchar) as period_id,
        cast(null as varchar) as rule_id,
        cast(null as varchar) as forum_id,
        changes.author_post_id,
        changes.approver_post_id,
        sentences.explanation as description,
        changes.reason,
        changes.decision_reference,
        '{{ seed_file("targets") }}' as source_file,
        cast(null as varchar) as source_sheet,
        changes.entry_number + 1 as source_row,
        cast(changes.recorded_at as date) as event_on_date,
        changes.effective_from_date,
        changes.recorded_at,
        changes.recorded_at as known_since_at
    from changes
    inner join sentences using (target_version_id)
)

select * from final
