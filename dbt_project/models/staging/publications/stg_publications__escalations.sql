{%- set texts = [
    'publication_id', 'escalation_id', 'measure_id', 'objective_id', 'rule_id',
    'step', 'stage', 'support', 'period_id', 'forum_id', 'post_id',
    'escalation_status', 'explanation',
] -%}

with escalations as (
    select * from {{ source('publications', 'escalations') }}
),

-- Written by a build of this project and by nobody else: no cell can be at fault.
final as (
    select
        {% for text in texts %}{{ text }},
        {% endfor -%}
        cast(rule_version as integer) as rule_version,
        cast(step_order as integer) as step_order,
        cast(is_outstanding as boolean) as is_outstanding,
        coalesce(cast(is_withheld as boolean), false) as is_withheld,
        {{ parse_date('triggered_on_date') }} as triggered_on_date,
        {{ parse_date('due_on_date') }} as due_on_date,
        {{ parse_date('done_on_date') }} as done_on_date,
        {{ parse_date('ended_on_date') }} as ended_on_date,
        _load_id as load_id
    from escalations
)

select * from final
