{%- set cells = [
    'scorecard_id', 'year_end', 'completed', 'cancelled', 'accepted', 'difference',
    'completed_vs_accepted',
] -%}

with programme_volumes as (
    select * from {{ source('returns', 'programme_volumes') }}
),

cleaned as (
    select
        {% for cell in cells %}{{ clean_cell(cell) }} as {{ cell }}_text,
        {% endfor -%}
        {{ return_row() }}
    from programme_volumes
),

final as (
    select
        *,
        {{ first_formula(cells) }} as formula_column_name,
        {{ count_or_null('completed_text') }} as completed_count,
        {{ count_or_null('cancelled_text') }} as cancelled_count,
        {{ count_or_null('accepted_text') }} as accepted_count,
        {{ parse_decimal('difference_text') }} as difference,
        {{ parse_decimal('completed_vs_accepted_text') }} as completed_vs_accepted,
        {{ parse_date('year_end_text') }} as year_end_date
    from cleaned
)

select * from final
