with results as (
    select * from {{ source('results_delivery', 'results') }}
),

delivered_files as (
    {{ delivered_files(source('results_delivery', 'results__files')) }}
),

final as (
    select
        results.result_id,
        results.health_board,
        results.clinically_available_at as clinically_available_text,
        results.digitally_available_at as digitally_available_text,
        coalesce(results.is_test, '') = 'true' as is_test,
        {{ is_latest_event('results', 'result_id') }}
            as is_latest_version,
        results._file_name as file_name,
        cast(results._row_number as integer) as row_number,
        {{ parse_utc_timestamp('results.clinically_available_at') }}
            as clinically_available_at,
        {{ parse_utc_timestamp('results.digitally_available_at') }}
            as digitally_available_at,
        {{ parse_utc_timestamp('results.viewed_at') }} as viewed_at,
        results._load_id as load_id
    from results
    left join delivered_files
        on results._file_name = delivered_files.file_name
)

select * from final
