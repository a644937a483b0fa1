with projects as (
    select * from {{ source('capital', 'projects') }}
),

final as (
    select
        project_id,
        programme,
        proposed_on as proposed_text,
        {{ is_latest_version('project_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('proposed_on') }} as proposed_date,
        _load_id as load_id
    from projects
)

select * from final
