with records as (
    select * from {{ ref('int_records_judged') }}
    where rejection_rule_id is not null
),

rules as (
    select * from {{ ref('stg_reference__rejection_rules') }}
),

final as (
    select
        records.source,
        records.table_name,
        records.load_id,
        records.record_id,
        records.file_name,
        records.row_number,
        coalesce(records.formula_column_name, rules.column_name) as column_name,
        records.rejected_value,
        records.rejection_rule_id,
        replace(
            replace(rules.reason, '{value}', coalesce(records.rejected_value, '')),
            '{detail}', coalesce(records.rejection_detail, '')
        ) as reason,
        replace(rules.remedy, '{detail}', coalesce(records.rejection_detail, ''))
            as remedy
    from records
    inner join rules
        on records.rejection_rule_id = rules.rejection_rule_id
)

select * from final
