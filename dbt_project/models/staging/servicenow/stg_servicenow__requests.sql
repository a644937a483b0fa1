with sc_request as (
    select * from {{ source('servicenow', 'sc_request') }}
),

final as (
    select
        sys_id as request_id,
        number as request_number,
        request_state,
        assignment_group,
        contact_type,
        reassignment_count as reassignment_count_text,
        u_reopen_count as reopen_count_text,
        u_callback_count as callback_count_text,
        opened_at as opened_text,
        closed_at as closed_text,
        {{ count_or_null('reassignment_count') }} as reassignment_count,
        {{ count_or_null('u_reopen_count') }} as reopen_count,
        {{ count_or_null('u_callback_count') }} as callback_count,
        coalesce(parent, '') != '' as is_duplicate,
        coalesce(u_is_test, '') = 'true' as is_test,
        {{ is_latest_version('sys_id') }} as is_latest_version,
        {{ is_deleted_in_servicenow('sc_request') }} as is_deleted,
        {{ parse_utc_timestamp('opened_at') }} as opened_at,
        {{ parse_utc_timestamp('closed_at') }} as closed_at,
        _load_id as load_id
    from sc_request
)

select * from final
