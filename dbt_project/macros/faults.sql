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
