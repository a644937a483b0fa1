{%- set cells = [
    'organisation_unit_id', 'scheme', 'reference', 'awarded_on', 'expires_on',
    'withdrawn_on',
] -%}

with certificates as (
    select * from {{ source('returns', 'certificates') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from certificates
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_date('awarded_on_text') }} as awarded_on_date,
        {{ parse_date('expires_on_text') }} as expires_on_date,
        {{ parse_date('withdrawn_on_text') }} as withdrawn_on_date
    from cleaned
)

select * from final
