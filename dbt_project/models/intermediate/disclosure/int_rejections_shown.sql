with rejections as (
    select * from {{ ref('int_rejected_records') }}
),

rules as (
    select * from {{ ref('stg_reference__rejection_rules') }}
),

personal_tables as (
    select * from {{ ref('stg_reference__personal_tables') }}
),

protected_rows as (
    select * from {{ ref('int_protected_rows') }}
),

-- What may be told of each: all of it, all but what stood there, or that there are
-- some.
told as (
    select
        rejections.*,
        personal_tables.table_name is not null as is_about_people,
        coalesce(personal_tables.is_row_told, true) as is_row_told,
        coalesce(personal_tables.symbol, protected_rows.symbol) as symbol
    from rejections
    left join personal_tables
        on
            rejections.source = personal_tables.source
            and rejections.table_name = personal_tables.table_name
    left join protected_rows
        on
            rejections.source = 'returns'
            and rejections.table_name = protected_rows.table_name
            and rejections.load_id = protected_rows.load_id
            and rejections.file_name = protected_rows.file_name
            and rejections.row_number = protected_rows.row_number
),

worded as (
    select
        told.source,
        told.table_name,
        told.load_id,
        case when told.is_row_told then told.record_id end as record_id,
        case when told.is_row_told then told.file_name end as file_name,
        case when told.is_row_told then told.row_number end as row_number,
        told.column_name,
        told.rejection_rule_id,
        told.is_about_people,
        coalesce(told.symbol, told.rejected_value) as rejected_value,
        case
            when told.symbol is null then told.reason
            else
                replace(
                    replace(rules.reason, '{value}', told.symbol),
                    '{detail}', told.symbol
                )
        end as reason,
        case
            when told.symbol is null then told.remedy
            else replace(rules.remedy, '{detail}', told.symbol)
        end as remedy
    from told
    inner join rules
        on told.rejection_rule_id = rules.rejection_rule_id
),

final as (
    select
        source,
        table_name,
        load_id,
        record_id,
        file_name,
        row_number,
        column_name,
        rejected_value,
        rejection_rule_id,
        reason,
        remedy,
        case when not is_about_people then cast(count(*) as integer) end as record_count
    from worded
    group by
        source, table_name, load_id, record_id, file_name, row_number, column_name,
        rejected_value, rejection_rule_id, reason, remedy, is_about_people
)

select * from final
