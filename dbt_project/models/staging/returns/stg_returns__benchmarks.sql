{%- set cells = [
    'measure_id', 'comparator', 'as_at_date', 'value', 'source',
] -%}

with benchmarks as (
    select * from {{ source('returns', 'benchmarks') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from benchmarks
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_decimal('value_text') }} as value,
        {{ parse_date('as_at_date_text') }} as as_at_date
    from cleaned
)

select * from final
