with loads as (
    select
        source,
        row_count,
        rejected_count
    from {{ ref('int_loads_reconciled') }}
    where not is_accepted_whole
),

source_systems as (
    select
        source_system,
        rejection_limit_pct
    from {{ ref('stg_reference__source_systems') }}
),

counted as (
    select
        source,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(rejected_count) as bigint) as rejected_count
    from loads
    group by source
),

final as (
    select
        counted.source,
        counted.row_count,
        counted.rejected_count,
        {{ divide('counted.rejected_count', 'counted.row_count') }} as rejected_pct,
        source_systems.rejection_limit_pct,
        -- As a product: the share is rounded, and one row too many must not round away.
        counted.rejected_count
        <= counted.row_count * source_systems.rejection_limit_pct as is_within_limit
    from counted
    inner join source_systems
        on counted.source = source_systems.source_system
)

select * from final
