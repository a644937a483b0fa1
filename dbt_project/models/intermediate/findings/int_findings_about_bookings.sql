with periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kr_1_2' and organisation_unit_id = scorecard_id
),

parameters as (
    select cast(value as integer) as longest_seconds
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kr_1_2' and parameter = 'longest_seconds'
),

booking_events as (
    select * from {{ ref('int_booking_events_judged') }}
    where is_latest_version and not is_excluded
),

finishes as (
    select distinct journey_id
    from booking_events
    where is_finish
),

-- A booking is given up once it could not be finished any more.
journeys as (
    select
        booking_events.occurred_date,
        case when finishes.journey_id is null then 1 else 0 end as abandoned
    from booking_events
    cross join parameters
    left join finishes
        on booking_events.journey_id = finishes.journey_id
    where
        booking_events.is_start
        and booking_events.is_counted
        and {{ local_date(add_seconds(
            'booking_events.started_at', 'parameters.longest_seconds'
        )) }} <= {{ as_of() }}
),

counted as (
    select
        periods.measure_id,
        periods.organisation_unit_id,
        periods.period_id,
        sum(journeys.abandoned) as abandoned_count,
        count(*) as journey_count
    from periods
    inner join journeys
        on
            journeys.occurred_date between periods.period_start_date
            and periods.period_end_date
    group by periods.measure_id, periods.organisation_unit_id, periods.period_id
),

final as (
    select
        'abandoned_journeys' as finding_type,
        measure_id,
        organisation_unit_id,
        period_id,
        'Of the bookings begun in the period '
        || {{ format_unsigned('abandoned_count', 0) }} || ' of '
        || {{ format_unsigned('journey_count', 0) }}
        || ' were never finished.' as explanation
    from counted
    where abandoned_count > 0
)

select * from final
