{%- set cells = [
    'measure_id', 'organisation_unit_id', 'period_end', 'value', 'numerator',
    'denominator', 'status', 'delivered_on', 'commentary', 'author_post_id',
    'budget_impact', 'budget_reason', 'corporate_risk', 'risk_reason', 'risk_reference',
    'restatement_reason',
] -%}

with observations as (
    select * from {{ source('returns', 'observations') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from observations
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ parse_decimal('value_text') }} as value,
        {{ parse_part('numerator_text') }} as numerator,
        {{ parse_part('denominator_text') }} as denominator,
        {{ part_rounding('numerator_text') }} as numerator_rounding,
        {{ part_rounding('denominator_text') }} as denominator_rounding,
        {{ parse_date('period_end_text') }} as period_end_date,
        {{ parse_date('delivered_on_text') }} as delivered_on_date
    from cleaned
)

select * from final
