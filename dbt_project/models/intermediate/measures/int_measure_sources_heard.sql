with measure_tables as (
    select * from {{ ref('stg_reference__measure_tables') }}
),

-- A load may well bring no row; a table that never brought one is not connected yet.
tables_heard as (
    select
        source,
        table_name,
        max(load_id) as load_id
    from {{ ref('stg_ledger__loads') }}
    group by source, table_name
    having sum(row_count) > 0
),

final as (
    select
        measure_tables.measure_id,
        max(tables_heard.load_id) as load_id
    from measure_tables
    left join tables_heard
        on
            measure_tables.source = tables_heard.source
            and measure_tables.table_name = tables_heard.table_name
    group by measure_tables.measure_id
    having count(*) = count(tables_heard.load_id)
)

select * from final
