{%- set cells = [
    'organisation_unit_id', 'dashboard', 'month_end', 'active_users',
] -%}

with dashboard_users as (
    select * from {{ source('returns', 'dashboard_users') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from dashboard_users
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ count_or_null('active_users_text') }} as active_users,
        {{ parse_date('month_end_text') }} as month_end_date
    from cleaned
)

select * from final
