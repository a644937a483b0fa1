with logins as (
    select * from {{ source('login_analytics', 'logins') }}
),

delivered_files as (
    {{ delivered_files(source('login_analytics', 'logins__files')) }}
),

final as (
    select
        logins.login_id,
        logins.clinician_id,
        logins.system,
        logins.logged_in_at as logged_in_text,
        {{ is_latest_event('logins', 'login_id') }}
            as is_latest_version,
        logins._file_name as file_name,
        cast(logins._row_number as integer) as row_number,
        {{ parse_utc_timestamp('logins.logged_in_at') }} as logged_in_at,
        logins._load_id as load_id
    from logins
    left join delivered_files
        on logins._file_name = delivered_files.file_name
)

select * from final
