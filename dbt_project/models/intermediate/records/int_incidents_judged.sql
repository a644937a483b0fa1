{%- set faults = [
    ('incident_state_unknown', 'state_name is null', 'state', 'null'),
    ('incident_priority_unknown', 'priority_name is null', 'priority', 'null'),
    ('incident_contact_type_unknown', 'contact_type_name is null', 'contact_type', 'null'),
    ('incident_service_unknown', 'is_clinical is null', 'service_id', 'null'),
    ('incident_opened_unreadable', 'opened_at is null', 'opened_text', 'null'),
    ('incident_resolved_unreadable', 'resolved_at is null and is_resolved',
        'resolved_text', 'null'),
    ('incident_restored_unreadable',
        'restored_at is null and is_resolved and is_restoration_timed',
        'restored_text', 'null'),
    ('incident_detected_unreadable', 'detected_at is null and restored_at is not null',
        'detected_text', 'null'),
    ('incident_closed_unreadable', 'closed_at is null and is_closed',
        'closed_text', 'null'),
    ('incident_resolved_before_opened', 'resolved_at < opened_at',
        'resolved_text', 'opened_text'),
    ('incident_restored_before_detected', 'restored_at < detected_at',
        'restored_text', 'detected_text'),
    ('incident_closed_before_opened', 'closed_at < opened_at',
        'closed_text', 'opened_text'),
    ('incident_reassignments_unreadable', 'reassignment_count is null',
        'reassignment_count_text', 'null'),
    ('incident_reopenings_unreadable', 'reopen_count is null',
        'reopen_count_text', 'null'),
    ('incident_callbacks_unreadable', 'callback_count is null',
        'callback_count_text', 'null'),
] -%}

with incidents as (
    select * from {{ ref('int_incidents_decoded') }}
),

final as (
    select
        incident_id,
        incident_number as record_id,
        service_id,
        priority,
        caused_by,
        {{ verdict(faults, 'is_excluded') }},
        is_resolved,
        is_monitoring_raised,
        is_clinical,
        is_first_line
        and reassignment_count = 0
        and reopen_count = 0
        and callback_count = 0 as is_resolved_at_first_contact,
        {{ local_date('opened_at') }} as opened_date,
        {{ local_date('resolved_at') }} as resolved_date,
        {{ local_date('restored_at') }} as restored_date,
        opened_at,
        detected_at,
        resolved_at,
        restored_at,
        load_id
    from incidents
)

select * from final
