with service_windows as (
    select * from {{ ref('stg_reference__service_windows') }}
),

days as (
    select distinct date_day
    from {{ ref('int_dates') }}
),

windows as (
    select
        service_windows.service_tier,
        days.date_day as window_date,
        {{ utc_from_local('days.date_day + service_windows.opens_time') }} as opens_at,
        {{ utc_from_local('days.date_day + service_windows.closes_time') }}
            as closes_at
    from days
    cross join service_windows
),

-- A window over midnight UTC is two rows: a moment is looked up by its own day.
final as (
    select
        service_tier,
        window_date,
        cast(opens_at as date) as date_in_utc,
        opens_at,
        least(closes_at, {{ next_midnight('opens_at') }}) as closes_at
    from windows
    union all
    select
        service_tier,
        window_date,
        cast(closes_at as date) as date_in_utc,
        {{ next_midnight('opens_at') }} as opens_at,
        closes_at
    from windows
    where closes_at > {{ next_midnight('opens_at') }}
)

select * from final
