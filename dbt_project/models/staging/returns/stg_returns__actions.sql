{%- set cells = [
    'scorecard_id', 'measure_id', 'objective_id', 'action', 'post_id', 'due_on',
    'due_text', 'action_status', 'position',
] -%}

with actions as (
    select * from {{ source('returns', 'actions') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from actions
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ count_or_null('position_text') }} as position,
        {{ parse_date('due_on_text') }} as due_on_date
    from cleaned
)

select * from final
