{%- set checks = [
    'cancelled_counted', 'code_missing', 'exceeded_lately', 'improvement_share',
    'measures_by_type', 'parts_above_print', 'rows_and_cards', 'two_readings',
] -%}

with final as (
    {% for check in checks %}
    select * from {{ ref('int_discrepancy__' ~ check) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
