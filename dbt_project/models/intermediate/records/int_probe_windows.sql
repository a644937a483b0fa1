with loads as (
    select
        load_id,
        {{ parse_utc_timestamp('window_from') }} as starts_at,
        {{ parse_utc_timestamp('window_to') }} as ends_at
    from {{ ref('stg_ledger__loads') }}
    -- What found nothing replaces nothing: a server forgets its history.
    where source = 'monitoring' and table_name = 'probe_success' and row_count > 0
),

-- Both ends belong to what was read: the next stretch begins after a window's end.
windows as (
    select
        load_id,
        starts_at,
        {{ next_second('ends_at') }} as ends_at
    from loads
    where ends_at >= starts_at
),

bounds as (
    select starts_at as bound_at from windows
    union
    select ends_at as bound_at from windows
),

stretches as (
    select
        bound_at as starts_at,
        lead(bound_at) over (order by bound_at) as ends_at
    from bounds
),

final as (
    select
        stretches.starts_at,
        stretches.ends_at,
        max(windows.load_id) as load_id
    from stretches
    inner join windows
        on
            stretches.starts_at >= windows.starts_at
            and stretches.ends_at <= windows.ends_at
    group by stretches.starts_at, stretches.ends_at
)

select * from final
