with rejected_records as (
    select * from {{ ref('int_rejected_records') }}
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
        load_id
    from rejected_records
)

select * from final
