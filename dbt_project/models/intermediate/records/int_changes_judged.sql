{%- set faults = [
    ('change_state_unknown', 'state_name is null', 'state', 'null'),
    ('change_type_unknown', 'type_name is null', 'change_type', 'null'),
    ('change_close_code_unknown', 'close_code_name is null and is_closed',
        'close_code', 'null'),
    ('change_backed_out_unknown', 'is_backed_out is null and is_implemented',
        'backed_out_text', 'null'),
    ('change_start_unreadable', 'work_started_at is null and is_implemented',
        'work_start_text', 'null'),
    ('change_end_unreadable', 'work_ended_at is null and is_implemented',
        'work_end_text', 'null'),
    ('change_ended_before_start', 'work_ended_at < work_started_at',
        'work_end_text', 'work_start_text'),
] -%}
{%- set excluded = 'is_test or is_duplicate or is_cancelled or is_deleted' -%}

with changes as (
    select * from {{ ref('stg_servicenow__changes') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'servicenow' and table_name = 'change_request'
),

decoded as (
    select
        changes.*,
        states.code_name as state_name,
        {{ means('states.meanings', 'cancelled') }} as is_cancelled,
        {{ means('states.meanings', 'implemented') }} as is_implemented,
        {{ means('states.meanings', 'closed') }} as is_closed,
        change_types.code_name as type_name,
        {{ means('change_types.meanings', 'planned') }} as is_planned,
        close_codes.code_name as close_code_name,
        {{ means('close_codes.meanings', 'successful') }} as is_successful
    from changes
    left join codes as states
        on changes.state = states.code and states.column_name = 'state'
    left join codes as change_types
        on changes.change_type = change_types.code and change_types.column_name = 'type'
    left join codes as close_codes
        on
            changes.close_code = close_codes.code
            and close_codes.column_name = 'close_code'
),

final as (
    select
        change_id,
        change_number as record_id,
        {{ verdict(faults, excluded) }},
        is_implemented,
        is_planned,
        is_closed and is_successful and not is_backed_out as is_closed_successful,
        {{ local_date('work_ended_at') }} as implemented_date,
        load_id
    from decoded
)

select * from final
