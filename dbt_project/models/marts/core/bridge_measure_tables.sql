with measures as (
    select
        measure_id,
        measure_kind
    from {{ ref('stg_reference__measures') }}
),

counted as (
    select * from {{ ref('stg_reference__measure_tables') }}
),

personal_tables as (
    select * from {{ ref('stg_reference__personal_tables') }}
),

-- What is counted from no table comes as a return; a composite comes from its parts.
tables as (
    select
        measure_id,
        source,
        table_name,
        'int_measure__' || measure_id as model_name
    from counted
    union all
    select
        measure_id,
        'returns' as source,
        'observations' as table_name,
        'int_return_observations' as model_name
    from measures
    where
        measure_kind != 'composite'
        and measure_id not in (select counted.measure_id from counted)
),

final as (
    select
        tables.measure_id,
        tables.source,
        tables.table_name,
        tables.model_name,
        personal_tables.table_name is not null as is_counted_only
    from tables
    left join personal_tables
        on
            tables.source = personal_tables.source
            and tables.table_name = personal_tables.table_name
)

select * from final
