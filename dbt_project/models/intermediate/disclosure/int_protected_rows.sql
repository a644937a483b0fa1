{%- set tables = [
    'observations', 'narratives', 'actions', 'decisions', 'recovery_plans', 'sign_offs',
] -%}

with masks as (
    select * from {{ ref('int_text_masks') }}
),

returned as (
    {% for table in tables -%}
    select
        '{{ table }}' as table_name,
        load_id,
        file_name,
        row_number,
        measure_id
    from {{ ref('int_return_' ~ table ~ '_judged') }}
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}
),

final as (
    select
        returned.table_name,
        returned.load_id,
        returned.file_name,
        returned.row_number,
        max(masks.symbol) as symbol
    from returned
    inner join masks
        on returned.measure_id = masks.measure_id
    group by
        returned.table_name, returned.load_id, returned.file_name, returned.row_number
)

select * from final
