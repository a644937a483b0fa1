{%- set cells = ['scorecard_id', 'quarter_end', 'position', 'project'] -%}

with priority_projects as (
    select * from {{ source('returns', 'priority_projects') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from priority_projects
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ count_or_null('position_text') }} as position,
        {{ parse_date('quarter_end_text') }} as quarter_end_date
    from cleaned
)

select * from final
