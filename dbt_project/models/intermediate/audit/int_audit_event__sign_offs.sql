with steps as (
    select * from {{ ref('int_return_sign_offs_judged') }}
    where rejection_rule_id is null
),

measures as (
    select
        measure_id,
        name,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

final as (
    select
        'sign_offs-' || steps.measure_id || '-' || steps.period_id || '-'
        || cast(cast(steps.step_number as integer) as varchar)
            as audit_event_id,
        'sign_offs' as register,
        steps.state as event,
        cast(null as varchar) as scorecard_id,
        steps.measure_id,
        measures.scorecard_id as organisation_unit_id,
        cast(null as varchar) as objective_id,
        steps.period_id,
        cast(null as varchar) as rule_id,
        cast(null as varchar) as forum_id,
        steps.post_id as author_post_id,
        cast(null as varchar) as approver_post_id,
        measures.name || ', ' || steps.period_id || ': '
        || replace(steps.state, '_', ' ') || '.'
            as description,
        {{ masked('steps.reason_text') }} as reason,
        cast(null as varchar) as decision_reference,
        steps.file_name as source_file,
        cast(null as varchar) as source_sheet,
        steps.row_number as source_row,
        steps.signed_on_date as event_on_date,
        cast(null as date) as effective_from_date,
        cast(null as timestamp) as recorded_at,
        steps.received_at as known_since_at
    from steps
    inner join measures
        on steps.measure_id = measures.measure_id
    left join masks
        on steps.measure_id = masks.measure_id
)

select * from final
