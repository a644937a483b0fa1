with changes as (
    select * from {{ ref('stg_reference__owner_changes') }}
),

sentences as (
    select * from {{ ref('int_owner_change_sentences') }}
),

final as (
    select
        'owner_changes-' || cast(entry_number as varchar) as audit_event_id,
        'owner_changes' as register,
        sentences.change_type as event,
        cast(null as varchar) as scorecard_id,
        changes.measure_id,
        cast(null as varchar) as organisation_unit_id,
        cast(null as varchar) as objective_id,
        cast(null as varchar) as period_id,
        cast(null as varchar) as rule_id,
        cast(null as varchar) as forum_id,
        changes.author_post_id,
        changes.approver_post_id,
        sentences.explanation as description,
        changes.reason,
        changes.decision_reference,
        '{{ seed_file("owner_changes") }}' as source_file,
        cast(null as varchar) as source_sheet,
        entry_number + 1 as source_row,
        cast(changes.recorded_at as date) as event_on_date,
        changes.effective_from_date,
        changes.recorded_at,
        changes.recorded_at as known_since_at
    from changes
    inner join sentences using (entry_number)
)

select * from final
