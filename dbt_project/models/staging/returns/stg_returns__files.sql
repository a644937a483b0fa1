with files as (
    select * from {{ source('returns', 'files') }}
),

final as (
    select
        file_name,
        file_sha256,
        kind,
        sheet_name,
        outcome,
        {{ clean_cell('reason') }} as reason,
        {{ clean_cell('remedy') }} as remedy,
        {{ count_or_null('row_count') }} as row_count,
        {{ parse_iso_timestamp('received_at') }} as received_at,
        _load_id as load_id
    from files
)

select * from final
