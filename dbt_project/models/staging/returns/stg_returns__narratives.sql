{%- set cells = [
    'measure_id', 'period_end', 'section_id', 'position', 'text', 'author_post_id',
] -%}

with narratives as (
    select * from {{ source('returns', 'narratives') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from narratives
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ count_or_null('position_text') }} as position,
        {{ parse_date('period_end_text') }} as period_end_date
    from cleaned
)

select * from final
