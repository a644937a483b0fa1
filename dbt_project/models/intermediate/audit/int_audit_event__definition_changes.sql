with changes as (
    select * from {{ ref('stg_reference__definition_changes') }}
),

measures as (
    select
        measure_id,
        name
    from {{ ref('stg_reference__measures') }}
),

final as (
    select
        'definition_changes-' || cast(changes.entry_number as varchar)
            as audit_event_id,
        'definition_changes' as register,
        'changed' as event,
        cast(null as varchar) as scorecard_id,
        changes.measure_id,
        cast(null as varchar) as organisation_unit_id,
        cast(null as varchar) as objective_id,
        cast(null as varchar) as period_id,
        cast(null as varchar) as rule_id,
        cast(null as varchar) as forum_id,
        changes.author_post_id,
        changes.approver_post_id,
        measures.name || ': ' || replace(changes.field, '_', ' ') || ' changed from '
        || coalesce('“' || changes.old_text || '”', 'nothing') || ' to '
        || coalesce('“' || changes.new_text || '”', 'nothing') || '.'
            as description,
        changes.reason,
        cast(null as varchar) as decision_reference,
        '{{ seed_file("definition_changes") }}' as source_file,
        cast(null as varchar) as source_sheet,
        changes.entry_number + 1 as source_row,
        cast(changes.recorded_at as date) as event_on_date,
        changes.effective_from_date,
        changes.recorded_at,
        changes.recorded_at as known_since_at
    from changes
    inner join measures
        on changes.measure_id = measures.measure_id
)

select * from final
