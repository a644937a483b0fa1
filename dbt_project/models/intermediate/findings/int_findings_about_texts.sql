{%- set texts = [
    ('observations', 'commentary_text', 'comment'),
    ('observations', 'budget_reason_text', 'reason of the effect on the budget'),
    ('observations', 'risk_reason_text', 'reason of the corporate risk'),
    ('observations', 'risk_reference_text', 'reference of the corporate risk'),
    ('observations', 'restatement_reason_text', 'reason of the correction'),
    ('narratives', 'text_text', 'narrative'),
    ('sign_offs', 'reason_text', 'reason of the sign-off'),
    ('actions', 'action_text', 'action'),
    ('decisions', 'what_text', 'decision'),
    ('decisions', 'reason_text', 'reason of the decision'),
    ('recovery_plans', 'what_text', 'recovery plan'),
    ('recovery_plans', 'reason_text', 'reason of the recovery plan'),
] -%}
{%- set of_periods = ['observations', 'narratives', 'sign_offs'] -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}

with masks as (
    select * from {{ ref('int_text_masks') }}
),

texts as (
    {% for table, text, label in texts -%}
    select
        measure_id,
        {{ 'organisation_unit_id' if table == 'observations' else no_text }}
            as organisation_unit_id,
        {{ 'period_id' if table in of_periods else no_text }} as period_id,
        '{{ label }}' as label,
        {{ text }} as text
    from {{ ref('int_return_' ~ table ~ '_judged') }}
    where rejection_rule_id is null
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}
),

counted as (
    select
        texts.*,
        masks.symbol,
        {{ count_masked_sentences('texts.text') }} as sentence_count
    from texts
    inner join masks
        on texts.measure_id = masks.measure_id
),

final as (
    select distinct
        'number_in_text' as finding_type,
        measure_id,
        organisation_unit_id,
        period_id,
        'The ' || label || ' has ' || {{ counted('sentence_count', 'sentence') }}
        || ' with a number that could tell one under small-number protection; '
        || symbol || ' stands in '
        || case when sentence_count = 1 then 'its' else 'their' end
        || ' place.' as explanation
    from counted
    where sentence_count > 0
)

select * from final
