with probes as (
    select
        service_id,
        window_date,
        sum(up_count) as up_count,
        sum(record_count) as probe_count,
        sum(probed_seconds) as probed_seconds,
        max(probed_until_at) as probed_until_at,
        max(load_id) as load_id
    from {{ ref('int_probes_judged') }}
    where is_counted and window_date is not null
    group by service_id, window_date
),

services as (
    select
        service_id,
        tier as service_tier
    from {{ ref('stg_reference__services') }}
),

service_windows as (
    select * from {{ ref('int_service_windows') }}
),

-- Nothing is owed before the first probe of all, or after the last.
probed as (
    select
        min(window_date) as first_date,
        max(probed_until_at) as until_at
    from probes
),

owed as (
    select
        services.service_id,
        service_windows.window_date,
        sum({{ seconds_between(
            'service_windows.opens_at',
            'least(service_windows.closes_at, probed.until_at)'
        ) }}) as window_seconds
    from services
    inner join service_windows
        on services.service_tier = service_windows.service_tier
    inner join probed
        on
            service_windows.window_date >= probed.first_date
            and service_windows.opens_at < probed.until_at
    group by services.service_id, service_windows.window_date
),

final as (
    select
        owed.service_id,
        owed.window_date,
        coalesce(probes.up_count, 0) as up_count,
        coalesce(probes.probe_count, 0) as probe_count,
        owed.window_seconds,
        greatest(owed.window_seconds - coalesce(probes.probed_seconds, 0), 0)
            as unprobed_seconds,
        probes.load_id
    from owed
    left join probes
        on
            owed.service_id = probes.service_id
            and owed.window_date = probes.window_date
)

select * from final
