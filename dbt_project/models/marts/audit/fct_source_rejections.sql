with source_rejections as (
    select * from {{ ref('int_source_rejections') }}
),

final as (
    select
        source,
        row_count,
        rejected_count,
        rejected_pct,
        rejection_limit_pct,
        is_within_limit
    from source_rejections
)

select * from final
