with platform_activity as (
    select * from {{ source('analytics_platform', 'platform_activity') }}
),

delivered_files as (
    {{ delivered_files(source('analytics_platform', 'platform_activity__files')) }}
),

final as (
    select
        platform_activity.activity_id,
        platform_activity.analyst_id,
        platform_activity.activity,
        platform_activity.occurred_at as occurred_text,
        {{ is_latest_event('platform_activity', 'activity_id') }}
            as is_latest_version,
        platform_activity._file_name as file_name,
        cast(platform_activity._row_number as integer) as row_number,
        {{ parse_utc_timestamp('platform_activity.occurred_at') }} as occurred_at,
        platform_activity._load_id as load_id
    from platform_activity
    left join delivered_files
        on platform_activity._file_name = delivered_files.file_name
)

select * from final
