with source_rejections as (
    select * from {{ ref('int_source_rejections') }}
),

loads as (
    select * from {{ ref('int_loads_shown') }}
    where not is_accepted_whole
),

-- The limit is held against every single row; what is told is as rounded as the loads.
summed as (
    select
        source,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(rejected_count) as bigint) as rejected_count
    from loads
    group by source
),

final as (
    select
        summed.source,
        summed.row_count,
        summed.rejected_count,
        {{ divide('summed.rejected_count', 'summed.row_count') }} as rejected_pct,
        source_rejections.rejection_limit_pct,
        source_rejections.is_within_limit
    from summed
    inner join source_rejections
        on summed.source = source_rejections.source
)

select * from final
