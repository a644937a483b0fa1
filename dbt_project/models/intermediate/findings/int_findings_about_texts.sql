{%- set texts = [
    ('int_return_observations_judged', 'commentary_text', 'organisation_unit_id', 'period_id'),
    ('int_return_observations_judged', 'budget_reason_text', 'organisation_unit_id', 'period_id'),
    ('int_return_observations_judged', 'risk_reason_text', 'organisation_unit_id', 'period_id'),
    ('int_return_observations_judged', 'restatement_reason_text', 'organisation_unit_id',
        'period_id'),
    ('int_return_narratives_judged', 'text_text', none, 'period_id'),
    ('int_return_sign_offs_judged', 'reason_text', none, 'period_id'),
    ('int_return_actions_judged', 'action_text', none, none),
    ('int_return_decisions_judged', 'what_text', none, none),
    ('int_return_decisions_judged', 'reason_text', none, none),
    ('int_return_recovery_plans_judged', 'what_text', none, none),
    ('int_return_recovery_plans_judged', 'reason_text', none, none),
] -%}

with masks as (
    select * from {{ ref('int_text_masks') }}
),

texts as (
    {% for model, text, unit, period in texts -%}
    select
        measure_id,
        {{ unit or 'cast(null as ' ~ dbt.type_string() ~ ')' }} as organisation_unit_id,
        {{ period or 'cast(null as ' ~ dbt.type_string() ~ ')' }} as period_id,
        {{ text }} as text
    from {{ ref(model) }}
    where rejection_rule_id is null
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}
),

final as (
    select distinct
        'number_in_text' as finding_type,
        texts.measure_id,
        texts.organisation_unit_id,
        texts.period_id,
        'A text of the return names a number of a measure whose small numbers are '
        || 'protected; ' || masks.symbol || ' stands in its place.' as explanation
    from texts
    inner join masks
        on texts.measure_id = masks.measure_id
    where
        texts.text
        != {{ masked('texts.text', 'masks.number_pattern', 'masks.symbol') }}
)

select * from final
