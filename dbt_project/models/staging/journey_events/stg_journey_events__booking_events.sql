with booking_events as (
    select * from {{ source('journey_events', 'booking_events') }}
),

delivered_files as (
    {{ delivered_files(source('journey_events', 'booking_events__files')) }}
),

final as (
    select
        booking_events.event_id,
        booking_events.journey_id,
        booking_events.event_type,
        booking_events.occurred_at as occurred_text,
        coalesce(booking_events.is_test, '') = 'true' as is_test,
        {{ is_latest_event('booking_events', 'event_id') }}
            as is_latest_version,
        booking_events._file_name as file_name,
        cast(booking_events._row_number as integer) as row_number,
        {{ parse_utc_timestamp('booking_events.occurred_at') }} as occurred_at,
        booking_events._load_id as load_id
    from booking_events
    left join delivered_files
        on booking_events._file_name = delivered_files.file_name
)

select * from final
