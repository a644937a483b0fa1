with incident as (
    select * from {{ source('servicenow', 'incident') }}
),

final as (
    select
        sys_id as incident_id,
        number as incident_number,
        state,
        priority,
        business_service as service_id,
        assignment_group,
        contact_type,
        caused_by,
        reassignment_count as reassignment_count_text,
        reopen_count as reopen_count_text,
        u_callback_count as callback_count_text,
        opened_at as opened_text,
        u_detected_at as detected_text,
        resolved_at as resolved_text,
        u_restored_at as restored_text,
        closed_at as closed_text,
        {{ count_or_null('reassignment_count') }} as reassignment_count,
        {{ count_or_null('reopen_count') }} as reopen_count,
        {{ count_or_null('u_callback_count') }} as callback_count,
        coalesce(parent_incident, '') != '' as is_duplicate,
        coalesce(u_is_test, '') = 'true' as is_test,
        {{ is_latest_version('sys_id') }} as is_latest_version,
        {{ is_deleted_in_servicenow('incident') }} as is_deleted,
        {{ parse_utc_timestamp('opened_at') }} as opened_at,
        {{ parse_utc_timestamp('u_detected_at') }} as detected_at,
        {{ parse_utc_timestamp('resolved_at') }} as resolved_at,
        {{ parse_utc_timestamp('u_restored_at') }} as restored_at,
        {{ parse_utc_timestamp('closed_at') }} as closed_at,
        _load_id as load_id
    from incident
)

select * from final
