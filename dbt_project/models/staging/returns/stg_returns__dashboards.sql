{%- set cells = [
    'organisation_unit_id', 'dashboard', 'deployed_on', 'retired_on',
] -%}

with dashboards as (
    select * from {{ source('returns', 'dashboards') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from dashboards
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_date('deployed_on_text') }} as deployed_on_date,
        {{ parse_date('retired_on_text') }} as retired_on_date
    from cleaned
)

select * from final
