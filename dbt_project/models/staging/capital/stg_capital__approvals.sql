with approvals as (
    select * from {{ source('capital', 'approvals') }}
),

final as (
    select
        approval_id,
        project_id,
        decision,
        decided_on as decided_text,
        {{ is_latest_version('approval_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('decided_on') }} as decided_date,
        _load_id as load_id
    from approvals
)

select * from final
