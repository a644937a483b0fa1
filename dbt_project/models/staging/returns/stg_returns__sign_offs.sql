{%- set cells = [
    'measure_id', 'period_end', 'state', 'post_id', 'signed_on', 'reason',
] -%}

with sign_offs as (
    select * from {{ source('returns', 'sign_offs') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from sign_offs
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_date('period_end_text') }} as period_end_date,
        {{ parse_date('signed_on_text') }} as signed_on_date
    from cleaned
)

select * from final
