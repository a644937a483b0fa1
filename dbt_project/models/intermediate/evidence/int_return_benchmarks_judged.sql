{%- set cells = ['measure_id', 'comparator', 'as_at_date', 'value', 'source'] -%}
{%- set faults = [
    ('benchmark_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('benchmark_measure_unknown', 'measure_id is null', 'measure_id_text', 'null'),
    ('benchmark_comparator_missing', 'comparator_text is null',
        'comparator_text', 'null'),
    ('benchmark_as_at_not_a_date', 'as_at_date is null', 'as_at_date_text', 'null'),
    ('benchmark_as_at_in_future', 'as_at_date > received_date',
        'as_at_date_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('benchmark_value_not_a_number', 'value is null', 'value_text', 'null'),
    ('benchmark_source_missing', 'source_text is null', 'source_text', 'null'),
    ('benchmark_duplicate', 'same_key_rows is not null',
        'comparator_text', 'same_key_rows'),
] -%}

with benchmarks as (
    select * from {{ ref('stg_returns__benchmarks') }}
),

measures as (
    select measure_id from {{ ref('stg_reference__measures') }}
),

matched as (
    select
        benchmarks.*,
        measures.measure_id,
        -- A capital letter makes no other comparator.
        lower(benchmarks.comparator_text) as comparator_key,
        {{ local_date('benchmarks.received_at') }} as received_date
    from benchmarks
    left join measures
        on benchmarks.measure_id_text = measures.measure_id
),

keyed as (
    select
        *,
        {{ same_key_rows([
            'measure_id', 'comparator_key', 'as_at_date',
        ]) }} as same_key_rows
    from matched
),

judged as (
    select
        *,
        {{ fault_columns(faults) }}
    from keyed
),

final as (
    select
        *,
        {{ is_received_last([
            'measure_id', 'comparator_key', 'as_at_date',
        ]) }} as is_counted
    from judged
)

select * from final
