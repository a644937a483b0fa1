with probe_success as (
    select * from {{ source('monitoring', 'probe_success') }}
),

final as (
    select
        service_id,
        value as value_text,
        probed_at as probed_at_text,
        step_seconds as step_seconds_text,
        case value when '1' then true when '0' then false end as is_up,
        {{ count_or_null('step_seconds') }} as step_seconds,
        {{ parse_unix_timestamp('probed_at') }} as probed_at,
        _load_id as load_id
    from probe_success
)

select * from final
