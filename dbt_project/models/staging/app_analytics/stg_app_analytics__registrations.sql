with registrations as (
    select * from {{ source('app_analytics', 'registrations') }}
),

delivered_files as (
    {{ delivered_files(source('app_analytics', 'registrations__files')) }}
),

final as (
    select
        registrations.user_id,
        registrations.registered_at as registered_text,
        coalesce(registrations.is_test, '') = 'true' as is_test,
        {{ is_latest_event('registrations', 'user_id') }}
            as is_latest_version,
        registrations._file_name as file_name,
        cast(registrations._row_number as integer) as row_number,
        {{ parse_utc_timestamp('registrations.registered_at') }} as registered_at,
        registrations._load_id as load_id
    from registrations
    left join delivered_files
        on registrations._file_name = delivered_files.file_name
)

select * from final
