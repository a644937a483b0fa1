{%- set cells = [
    'survey_id', 'wave_date', 'question_id', 'organisation_unit_id', 'answer_code',
    'answer_count',
] -%}

with survey_answers as (
    select * from {{ source('returns', 'survey_answers') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from survey_answers
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ count_or_null('answer_count_text') }} as answer_count,
        {{ parse_date('wave_date_text') }} as wave_date
    from cleaned
)

select * from final
