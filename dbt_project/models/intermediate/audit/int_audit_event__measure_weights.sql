with weights as (
    select * from {{ ref('stg_reference__measure_weights') }}
),

measures as (
    select
        measure_id,
        name
    from {{ ref('stg_reference__measures') }}
),

final as (
    select
        'measure_weights-' || cast(weights.entry_number as varchar) as audit_event_id,
        'measure_weights' as register,
        'set' as event,
        cast(null as varchar) as scorecard_id,
        weights.measure_id,
        cast(null as varchar) as organisation_unit_id,
        cast(null as varchar) as objective_id,
        cast(null as varchar) as period_id,
        cast(null as varchar) as rule_id,
        cast(null as varchar) as forum_id,
        weights.author_post_id,
        weights.approver_post_id,
        measures.name || ': weighs ' || {{ format_short('weights.weight') }}
        || ' in its objective from ' || cast(weights.valid_from_date as varchar)
        || coalesce(' to ' || cast(weights.valid_to_date as varchar), '') || '.'
            as description,
        weights.reason,
        weights.decision_reference,
        '{{ seed_file("measure_weights") }}' as source_file,
        cast(null as varchar) as source_sheet,
        weights.entry_number + 1 as source_row,
        cast(weights.recorded_at as date) as event_on_date,
        weights.valid_from_date as effective_from_date,
        weights.recorded_at,
        weights.recorded_at as known_since_at
    from weights
    inner join measures
        on weights.measure_id = measures.measure_id
)

select * from final
