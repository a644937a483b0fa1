{%- set exception_models = ['off_target', 'deteriorating', 'amber_persisting'] -%}

with rules_compared as (
    select * from {{ ref('int_rules_compared') }}
),

statuses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        rag_profile_id,
        rag_status,
        alternative_id
    from {{ ref('int_single_statuses') }}
    where is_complete
),

-- A colour counts for the profile that gave it, its own or the one it falls back on.
colours as (
    select
        rules_compared.rule_kind,
        rules_compared.rule_id,
        rules_compared.version,
        judged_now.measure_id,
        judged_now.organisation_unit_id,
        judged_now.period_id,
        judged_now.period_end_date,
        judged_before.rag_status as outcome_before,
        judged_now.rag_status as outcome_after
    from rules_compared
    inner join statuses as judged_before
        on rules_compared.alternative_id = judged_before.alternative_id
    inner join statuses as judged_now
        on
            judged_before.measure_id = judged_now.measure_id
            and judged_before.organisation_unit_id = judged_now.organisation_unit_id
            and judged_before.period_id = judged_now.period_id
            and rules_compared.rule_id = judged_now.rag_profile_id
            and judged_now.alternative_id is null
    where
        rules_compared.rule_kind = 'rag_profile'
        and {{ is_in_force('rules_compared', 'judged_now.period_end_date') }}
        and (judged_before.rag_status != 'none' or judged_now.rag_status != 'none')
),

raised as (
    {% for rule in exception_models %}
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        exception_rule_id,
        alternative_id
    from {{ ref('int_exception__' ~ rule) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

exceptions as (
    select
        rules_compared.rule_kind,
        rules_compared.rule_id,
        rules_compared.version,
        raised.measure_id,
        raised.organisation_unit_id,
        raised.period_id,
        raised.period_end_date,
        case
            when max(case when raised.alternative_id is null then 0 else 1 end) = 1
                then 'raised'
            else 'not_raised'
        end as outcome_before,
        case
            when max(case when raised.alternative_id is null then 1 else 0 end) = 1
                then 'raised'
            else 'not_raised'
        end as outcome_after
    from rules_compared
    inner join raised
        on
            rules_compared.rule_id = raised.exception_rule_id
            and (
                raised.alternative_id is null
                or rules_compared.alternative_id = raised.alternative_id
            )
            and {{ is_in_force('rules_compared', 'raised.period_end_date') }}
    where rules_compared.rule_kind = 'exception_rule'
    group by
        rules_compared.rule_kind,
        rules_compared.rule_id,
        rules_compared.version,
        raised.measure_id,
        raised.organisation_unit_id,
        raised.period_id,
        raised.period_end_date
),

final as (
    select * from colours
    union all
    select * from exceptions
)

select * from final
