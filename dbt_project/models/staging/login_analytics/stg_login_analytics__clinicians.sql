with clinicians as (
    select * from {{ source('login_analytics', 'clinicians') }}
),

delivered_files as (
    {{ delivered_files(source('login_analytics', 'clinicians__files')) }}
),

final as (
    select
        clinicians.clinician_id,
        clinicians.health_board,
        clinicians.eligible_from as eligible_from_text,
        clinicians.eligible_to as eligible_to_text,
        {{ is_latest_event('clinicians', 'clinician_id') }}
            as is_latest_version,
        clinicians._file_name as file_name,
        cast(clinicians._row_number as integer) as row_number,
        {{ parse_date('clinicians.eligible_from') }} as eligible_from_date,
        {{ parse_date('clinicians.eligible_to') }} as eligible_to_date,
        clinicians._load_id as load_id
    from clinicians
    left join delivered_files
        on clinicians._file_name = delivered_files.file_name
)

select * from final
