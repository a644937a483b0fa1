{%- set rules = [
    'measure_status',
    'dhcw_objective_committee',
    'heiw_enhanced',
    'heiw_targeted',
    'norfolk_follow_up',
] -%}

with final as (
    {% for rule in rules %}
    select * from {{ ref('int_escalation__' ~ rule) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
