{%- set faults = [
    ('request_state_unknown', 'state_name is null', 'request_state', 'null'),
    ('request_contact_type_unknown', 'contact_type_name is null', 'contact_type', 'null'),
    ('request_opened_unreadable', 'opened_at is null', 'opened_text', 'null'),
    ('request_closed_unreadable', 'closed_at is null and is_closed',
        'closed_text', 'null'),
    ('request_closed_before_opened', 'closed_at < opened_at',
        'closed_text', 'opened_text'),
    ('request_reassignments_unreadable', 'reassignment_count is null',
        'reassignment_count_text', 'null'),
    ('request_reopenings_unreadable', 'reopen_count is null',
        'reopen_count_text', 'null'),
    ('request_callbacks_unreadable', 'callback_count is null',
        'callback_count_text', 'null'),
] -%}
{%- set excluded = 'is_test or is_duplicate or is_cancelled or is_deleted' -%}

with requests as (
    select * from {{ ref('stg_servicenow__requests') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'servicenow' and table_name = 'sc_request'
),

decoded as (
    select
        requests.*,
        states.code_name as state_name,
        {{ means('states.meanings', 'cancelled') }} as is_cancelled,
        {{ means('states.meanings', 'resolved') }} as is_resolved,
        {{ means('states.meanings', 'closed') }} as is_closed,
        contact_types.code_name as contact_type_name,
        {{ means('contact_types.meanings', 'monitoring_raised') }}
            as is_monitoring_raised,
        {{ means('assignment_groups.meanings', 'first_line') }} as is_first_line
    from requests
    left join codes as states
        on requests.request_state = states.code and states.column_name = 'request_state'
    left join codes as contact_types
        on
            requests.contact_type = contact_types.code
            and contact_types.column_name = 'contact_type'
    left join codes as assignment_groups
        on
            requests.assignment_group = assignment_groups.code
            and assignment_groups.column_name = 'assignment_group'
),

final as (
    select
        request_id,
        request_number as record_id,
        {{ verdict(faults, excluded) }},
        is_resolved,
        is_monitoring_raised,
        is_first_line
        and reassignment_count = 0
        and reopen_count = 0
        and callback_count = 0 as is_resolved_at_first_contact,
        {{ local_date('closed_at') }} as resolved_date,
        load_id
    from decoded
)

select * from final
