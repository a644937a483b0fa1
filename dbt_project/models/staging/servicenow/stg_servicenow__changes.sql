with change_request as (
    select * from {{ source('servicenow', 'change_request') }}
),

final as (
    select
        sys_id as change_id,
        number as change_number,
        state,
        type as change_type,
        close_code,
        business_service as service_id,
        assignment_group,
        u_backed_out as backed_out_text,
        work_start as work_start_text,
        work_end as work_end_text,
        case u_backed_out when 'true' then true when 'false' then false end
            as is_backed_out,
        coalesce(parent, '') != '' as is_duplicate,
        coalesce(u_is_test, '') = 'true' as is_test,
        {{ is_latest_version('sys_id') }} as is_latest_version,
        {{ is_deleted_in_servicenow('change_request') }} as is_deleted,
        {{ parse_utc_timestamp('work_start') }} as work_started_at,
        {{ parse_utc_timestamp('work_end') }} as work_ended_at,
        _load_id as load_id
    from change_request
)

select * from final
