{%- set cells = [
    'organisation_unit_id', 'toolkit', 'assessed_on', 'assertion', 'is_met',
] -%}

with self_assessments as (
    select * from {{ source('returns', 'self_assessments') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from self_assessments
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_date('assessed_on_text') }} as assessed_on_date
    from cleaned
)

select * from final
