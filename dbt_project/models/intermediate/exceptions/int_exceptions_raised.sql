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

{#- The version before is asked as well, to tell what a change did; it raises none. -#}
{%- set compared = ['off_target', 'deteriorating', 'amber_persisting'] -%}

with final as (
    {% for rule in rules %}
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        exception_rule_id,
        explanation,
        reference
    from {{ ref('int_exception__' ~ rule) }}
    {% if rule in compared %}where alternative_id is null{% endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
