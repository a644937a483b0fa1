with waivers as (
    select * from {{ ref('stg_reference__waivers') }}
),

measures as (
    select
        measure_id,
        name
    from {{ ref('stg_reference__measures') }}
),

final as (
    select
        'waivers-' || cast(waivers.entry_number as varchar) as audit_event_id,
        'waivers' as register,
        'granted' as event,
        cast(null as varchar) as scorecard_id,
        waivers.measure_id,
        waivers.organisation_unit_id,
        cast(null as varchar) as objective_id,
        cast(null as varchar) as period_id,
        waivers.exception_rule_id as rule_id,
        cast(null as varchar) as forum_id,
        waivers.author_post_id,
        waivers.approver_post_id,
        measures.name || ': the exception ' || waivers.exception_rule_id
        || ' is waived from ' || cast(waivers.valid_from_date as varchar)
        || coalesce(' to ' || cast(waivers.valid_to_date as varchar), '') || '.'
            as description,
        waivers.reason,
        waivers.decision_reference,
        '{{ seed_file("waivers") }}' as source_file,
        cast(null as varchar) as source_sheet,
        waivers.entry_number + 1 as source_row,
        cast(waivers.recorded_at as date) as event_on_date,
        waivers.valid_from_date as effective_from_date,
        waivers.recorded_at,
        waivers.recorded_at as known_since_at
    from waivers
    inner join measures
        on waivers.measure_id = measures.measure_id
)

select * from final
