with loads as (
    select * from {{ ref('int_loads_shown') }}
),

final as (
    select
        source,
        table_name,
        load_id,
        row_count,
        accepted_count,
        rejected_count,
        source_count_before,
        source_count_after,
        page_count,
        cursor_before,
        cursor_after,
        window_from,
        window_to,
        new_columns,
        content_sha256,
        is_rounded,
        started_at,
        finished_at,
        known_at
    from loads
)

select * from final
