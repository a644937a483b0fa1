with projects as (
    select * from {{ source('project_portfolio', 'projects') }}
),

final as (
    select
        project_id,
        status,
        started_on as started_text,
        completed_on as completed_text,
        coalesce(duplicate_of_project_id, '') != '' as is_duplicate,
        coalesce(is_test, '') = 'true' as is_test,
        {{ is_swept_away(
            'project_id', source('project_portfolio', 'projects__keys')
        ) }} as is_deleted,
        {{ is_latest_version('project_id', 'updated_at') }}
            as is_latest_version,
        {{ parse_date('started_on') }} as started_date,
        {{ parse_date('completed_on') }} as completed_date,
        _load_id as load_id
    from projects
)

select * from final
