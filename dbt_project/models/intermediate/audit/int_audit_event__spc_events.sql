with decided as (
    select * from {{ ref('stg_reference__spc_events') }}
),

measures as (
    select
        measure_id,
        name
    from {{ ref('stg_reference__measures') }}
),

final as (
    select
        'spc_events-' || cast(decided.entry_number as varchar) as audit_event_id,
        'spc_events' as register,
        case when decided.is_withdrawn then 'withdrawn' else 'decided' end as event,
        cast(null as varchar) as scorecard_id,
        decided.measure_id,
        decided.organisation_unit_id,
        cast(null as varchar) as objective_id,
        decided.period_id,
        cast(null as varchar) as rule_id,
        cast(null as varchar) as forum_id,
        decided.author_post_id,
        decided.approver_post_id,
        measures.name || ': ' || replace(decided.event_type, '_', ' ')
        || ' of its control chart' || coalesce(' at ' || decided.period_id, '') || '.'
            as description,
        decided.reason,
        cast(null as varchar) as decision_reference,
        '{{ seed_file("spc_events") }}' as source_file,
        cast(null as varchar) as source_sheet,
        decided.entry_number + 1 as source_row,
        cast(decided.recorded_at as date) as event_on_date,
        cast(null as date) as effective_from_date,
        decided.recorded_at,
        decided.recorded_at as known_since_at
    from decided
    inner join measures
        on decided.measure_id = measures.measure_id
)

select * from final
