{%- set cells = [
    'organisation_unit_id', 'flow', 'is_required', 'went_live_on', 'verified_on',
] -%}

with integration_flows as (
    select * from {{ source('returns', 'integration_flows') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from integration_flows
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_date('went_live_on_text') }} as went_live_on_date,
        {{ parse_date('verified_on_text') }} as verified_on_date
    from cleaned
)

select * from final
