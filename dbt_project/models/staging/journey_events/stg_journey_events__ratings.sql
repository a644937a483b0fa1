with ratings as (
    select * from {{ source('journey_events', 'ratings') }}
),

delivered_files as (
    {{ delivered_files(source('journey_events', 'ratings__files')) }}
),

final as (
    select
        ratings.rating_id,
        ratings.user_id,
        ratings.score as score_text,
        ratings.rated_at as rated_text,
        {{ parse_decimal('ratings.score') }} as score,
        coalesce(ratings.is_test, '') = 'true' as is_test,
        {{ is_latest_event('ratings', 'rating_id') }}
            as is_latest_version,
        ratings._file_name as file_name,
        cast(ratings._row_number as integer) as row_number,
        {{ parse_utc_timestamp('ratings.rated_at') }} as rated_at,
        ratings._load_id as load_id
    from ratings
    left join delivered_files
        on ratings._file_name = delivered_files.file_name
)

select * from final
