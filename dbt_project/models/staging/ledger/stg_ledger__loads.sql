with loads as (
    select * from {{ source('ledger', 'loads') }}
),

final as (
    select
        source,
        table_name,
        load_id,
        {{ clean_cell('cursor_before') }} as cursor_before,
        {{ clean_cell('cursor_after') }} as cursor_after,
        {{ clean_cell('window_from') }} as window_from,
        {{ clean_cell('window_to') }} as window_to,
        {{ clean_cell('new_columns') }} as new_columns,
        content_sha256,
        cast({{ clean_cell('row_count') }} as integer) as row_count,
        cast({{ clean_cell('source_count_before') }} as integer)
            as source_count_before,
        cast({{ clean_cell('source_count_after') }} as integer)
            as source_count_after,
        cast({{ clean_cell('page_count') }} as integer) as page_count,
        {{ parse_iso_timestamp('started_at') }} as started_at,
        {{ parse_iso_timestamp('finished_at') }} as finished_at,
        {{ parse_iso_timestamp('known_at') }} as known_at
    from loads
)

select * from final
