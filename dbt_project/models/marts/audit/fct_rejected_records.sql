with rejections as (
    select * from {{ ref('int_rejections_shown') }}
),

final as (
    select
        source,
        table_name,
        record_id,
        file_name,
        row_number,
        column_name,
        rejected_value,
        rejection_rule_id,
        reason,
        remedy,
        record_count,
        load_id
    from rejections
)

select * from final
