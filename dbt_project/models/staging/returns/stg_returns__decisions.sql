{%- set cells = [
    'scorecard_id', 'measure_id', 'objective_id', 'decision_reference', 'decision',
    'what', 'forum_id', 'post_id', 'decided_on', 'report_back_on', 'reported_back_on',
    'reason', 'evidence_reference',
] -%}

with decisions as (
    select * from {{ source('returns', 'decisions') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from decisions
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_date('decided_on_text') }} as decided_on_date,
        {{ parse_date('report_back_on_text') }} as report_back_on_date,
        {{ parse_date('reported_back_on_text') }} as reported_back_on_date
    from cleaned
)

select * from final
