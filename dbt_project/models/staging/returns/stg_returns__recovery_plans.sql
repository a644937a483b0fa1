{%- set cells = [
    'scorecard_id', 'measure_id', 'objective_id', 'plan_reference', 'what', 'post_id',
    'submitted_on', 'due_on', 'done_on', 'reason', 'evidence_reference',
] -%}

with recovery_plans as (
    select * from {{ source('returns', 'recovery_plans') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from recovery_plans
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_date('submitted_on_text') }} as submitted_on_date,
        {{ parse_date('due_on_text') }} as due_on_date,
        {{ parse_date('done_on_text') }} as done_on_date
    from cleaned
)

select * from final
