{%- set tests = [
    'specific', 'measurable', 'achievable', 'relevant', 'time_bound', 'duplicate',
] -%}

with final as (
    {% for test in tests %}
    select * from {{ ref('int_smart__' ~ test) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
