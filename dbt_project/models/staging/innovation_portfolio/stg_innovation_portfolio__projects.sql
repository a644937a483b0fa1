with innovation_projects as (
    select * from {{ source('innovation_portfolio', 'innovation_projects') }}
),

final as (
    select
        innovation_project_id,
        opened_at as opened_text,
        closed_at as closed_text,
        coalesce(duplicate_of_innovation_project_id, '') != '' as is_duplicate,
        coalesce(is_withdrawn, '') = 'true' as is_withdrawn,
        {{ is_swept_away(
            'innovation_project_id', source('innovation_portfolio', 'innovation_projects__keys')
        ) }} as is_deleted,
        {{ is_latest_version('innovation_project_id', 'updated_at') }}
            as is_latest_version,
        {{ parse_utc_timestamp('opened_at') }} as opened_at,
        {{ parse_utc_timestamp('closed_at') }} as closed_at,
        _load_id as load_id
    from innovation_projects
)

select * from final
