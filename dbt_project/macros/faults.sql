{#- How a model that judges records states its faults: a list of (rule, condition, value, detail),
    the first that holds decides. Which rules there are, and their words, stand in the seed
    rejection_rules. -#}

{#- One column of the verdict: field is rule, value or detail; null for a record without fault. -#}
{% macro first_fault(faults, field) -%}
    case
        {%- for rule, condition, value, detail in faults %}
        when {{ condition }}
            then {{ {'rule': "'" ~ rule ~ "'", 'value': value, 'detail': detail}[field] }}
        {%- endfor %}
    end
{%- endmacro %}

{#- The three columns of a row's first fault; for rows of returns, which are all judged. -#}
{% macro fault_columns(faults) -%}
    {{ first_fault(faults, 'rule') }} as rejection_rule_id,
    {{ first_fault(faults, 'value') }} as rejected_value,
    {{ first_fault(faults, 'detail') }} as rejection_detail
{%- endmacro %}

{#- The six columns every judged model has, of a relation with is_latest_version. Only the latest
    version of a record is judged; `excluded` says which records count nowhere, whatever is wrong
    with them, and are not judged either: test, withdrawn, duplicate, deleted. -#}
{% macro verdict(faults, excluded) -%}
    {%- set is_excluded = 'coalesce(' ~ excluded ~ ', false)' -%}
    {%- set is_judged = 'is_latest_version and not ' ~ is_excluded -%}
    case when {{ is_judged }} then {{ first_fault(faults, 'rule') }} end as rejection_rule_id,
    case when {{ is_judged }} then {{ first_fault(faults, 'value') }} end as rejected_value,
    case when {{ is_judged }} then {{ first_fault(faults, 'detail') }} end as rejection_detail,
    {{ is_judged }} and {{ first_fault(faults, 'rule') }} is null as is_counted,
    is_latest_version,
    {{ is_excluded }} as is_excluded
{%- endmacro %}
