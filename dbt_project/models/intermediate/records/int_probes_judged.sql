{%- set faults = [
    ('probe_service_unknown', 'service_tier is null', 'service_id', 'null'),
    ('probe_time_unreadable', 'probed_at is null', 'probed_at_text', 'null'),
    ('probe_step_unreadable', 'step_seconds is null', 'step_seconds_text', 'null'),
    ('probe_value_unknown', 'is_up is null', 'value_text', 'null'),
] -%}

with probes as (
    select * from {{ ref('stg_monitoring__probes') }}
),

probe_windows as (
    select * from {{ ref('int_probe_windows') }}
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

-- A reading replaces what older loads hold of its window.
placed as (
    select
        probes.*,
        services.service_tier,
        service_windows.window_date,
        probe_windows.load_id is not null
        or probes.probed_at is null as is_latest_version
    from probes
    left join probe_windows
        on
            probes.load_id = probe_windows.load_id
            and probes.probed_at >= probe_windows.starts_at
            and probes.probed_at < probe_windows.ends_at
    left join services
        on probes.service_id = services.service_id
    left join service_windows
        on
            services.service_tier = service_windows.service_tier
            and cast(probes.probed_at as date) = service_windows.date_in_utc
            and probes.probed_at >= service_windows.opens_at
            and probes.probed_at < service_windows.closes_at
),

judged as (
    select
        load_id,
        service_id,
        window_date,
        is_up,
        step_seconds,
        probed_at,
        probed_at_text,
        {{ verdict(faults, 'false') }}
    from placed
),

identified as (
    select
        *,
        case
            when rejection_rule_id is not null
                then
                    service_id || ' '
                    || coalesce(
                        cast(probed_at as {{ dbt.type_string() }}), probed_at_text
                    )
        end as record_id
    from judged
),

final as (
    select
        record_id,
        rejection_rule_id,
        rejected_value,
        rejection_detail,
        is_counted,
        is_latest_version,
        is_excluded,
        service_id,
        window_date,
        count(*) as record_count,
        sum(case when is_up then 1 else 0 end) as up_count,
        sum(step_seconds) as probed_seconds,
        max({{ seconds_after('probed_at', 'step_seconds') }}) as probed_until_at,
        load_id
    from identified
    group by
        record_id, rejection_rule_id, rejected_value, rejection_detail, is_counted,
        is_latest_version, is_excluded, service_id, window_date, load_id
)

select * from final
