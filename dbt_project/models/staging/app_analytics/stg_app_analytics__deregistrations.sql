with deregistrations as (
    select * from {{ source('app_analytics', 'deregistrations') }}
),

delivered_files as (
    {{ delivered_files(source('app_analytics', 'deregistrations__files')) }}
),

final as (
    select
        deregistrations.user_id,
        deregistrations.deregistered_at as deregistered_text,
        {{ is_latest_event('deregistrations', 'user_id') }}
            as is_latest_version,
        deregistrations._file_name as file_name,
        cast(deregistrations._row_number as integer) as row_number,
        {{ parse_utc_timestamp('deregistrations.deregistered_at') }} as deregistered_at,
        deregistrations._load_id as load_id
    from deregistrations
    left join delivered_files
        on deregistrations._file_name = delivered_files.file_name
)

select * from final
