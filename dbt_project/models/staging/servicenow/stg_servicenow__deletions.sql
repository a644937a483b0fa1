with sys_audit_delete as (
    select * from {{ source('servicenow', 'sys_audit_delete') }}
),

final as (
    select
        sys_id as deletion_id,
        tablename as table_name,
        documentkey as record_id,
        sys_created_on as deleted_text,
        {{ is_latest_version('sys_id', 'sys_created_on') }} as is_latest_version,
        {{ parse_utc_timestamp('sys_created_on') }} as deleted_at,
        _load_id as load_id
    from sys_audit_delete
)

select * from final
