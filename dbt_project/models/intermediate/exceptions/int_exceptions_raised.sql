{%- set rules = [
    'off_target',
    'deteriorating',
    'budget_impact',
    'corporate_risk',
    'amber_persisting',
    'spc_concern',
    'target_unreachable',
    'overdue',
    'missing_return',
] -%}

with final as (
    {% for rule in rules %}
    select * from {{ ref('int_exception__' ~ rule) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
