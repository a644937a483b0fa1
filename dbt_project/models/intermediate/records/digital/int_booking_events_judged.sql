{%- set faults = [
    ('booking_event_type_unknown', 'event_type_name is null', 'event_type', 'null'),
    ('booking_time_unreadable', 'occurred_at is null', 'occurred_text', 'null'),
    ('booking_journey_missing', "coalesce(journey_id, '') = ''", 'null', 'null'),
    ('booking_start_missing', 'started_at is null and is_finish', 'journey_id', 'null'),
    ('booking_finished_before_start', 'occurred_at < started_at and is_finish',
        'occurred_text', 'started_text'),
    ('booking_took_too_long', 'took_seconds > longest_seconds and is_finish',
        'occurred_text', 'started_text'),
] -%}

with booking_events as (
    select * from {{ ref('stg_journey_events__booking_events') }}
),

event_types as (
    select * from {{ ref('stg_reference__source_codes') }}
    where
        source = 'journey_events'
        and table_name = 'booking_events'
        and column_name = 'event_type'
),

parameters as (
    select cast(value as integer) as longest_seconds
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kr_1_2' and parameter = 'longest_seconds'
),

decoded as (
    select
        booking_events.*,
        event_types.code_name as event_type_name,
        {{ means('event_types.meanings', 'started') }} as is_start,
        {{ means('event_types.meanings', 'finished') }} as is_finish,
        -- A page shown again repeats its event: the first of a journey is the real one.
        -- Events that name no journey have none in common.
        row_number() over (
            partition by
                booking_events.journey_id,
                booking_events.event_type,
                booking_events.is_latest_version and not booking_events.is_test
            order by
                booking_events.occurred_at asc nulls last, booking_events.event_id asc
        ) > 1 and coalesce(booking_events.journey_id, '') != '' as is_repeated
    from booking_events
    left join event_types
        on booking_events.event_type = event_types.code
),

starts as (
    select
        journey_id,
        occurred_text as started_text,
        occurred_at as started_at
    from decoded
    where
        is_start
        and is_latest_version
        and not is_test
        and not is_repeated
        and journey_id != ''
),

timed as (
    select
        decoded.*,
        starts.started_text,
        starts.started_at,
        parameters.longest_seconds,
        {{ seconds_between('starts.started_at', 'decoded.occurred_at') }}
            as took_seconds
    from decoded
    cross join parameters
    left join starts
        on decoded.journey_id = starts.journey_id
),

final as (
    select
        event_id as record_id,
        journey_id,
        {{ verdict(faults, 'is_test or is_repeated') }},
        is_start,
        is_finish,
        took_seconds,
        file_name,
        row_number,
        {{ local_date('occurred_at') }} as occurred_date,
        started_at,
        load_id
    from timed
)

select * from final
