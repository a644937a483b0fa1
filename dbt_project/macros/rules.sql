{#- How a rule's bounds are read; the bounds themselves are seed rows. -#}

{#- True where `value` lies within the row's lower_bound and upper_bound; a missing bound is open,
    a missing value is never within. -#}
{% macro is_within_bounds(value) -%}
    {{ value }} is not null
    and (
        lower_bound is null
        or {{ value }} > lower_bound
        or (is_lower_inclusive and {{ value }} = lower_bound)
    )
    and (
        upper_bound is null
        or {{ value }} < upper_bound
        or (is_upper_inclusive and {{ value }} = upper_bound)
    )
{%- endmacro %}

{#- True where a dated row of a rule holds on a day; an end that is null has not come. -#}
{% macro is_in_force(relation, day) -%}
    {{ relation }}.valid_from_date <= {{ day }}
    and ({{ relation }}.valid_to_date is null or {{ relation }}.valid_to_date >= {{ day }})
{%- endmacro %}

{#- True where one of two is there and the other is not, or both are and differ. -#}
{% macro differs(left, right) -%}
    coalesce({{ left }} != {{ right }}, ({{ left }} is null) != ({{ right }} is null))
{%- endmacro %}

{#- The end of a sentence that a rule gives: which rule, and which version of it. -#}
{% macro rule_tail(rule_id, version) -%}
    '(' || {{ rule_id }} || ', version ' || cast({{ version }} as varchar) || ')'
{%- endmacro %}

{#- True where two rows of a period are judged by the same version: the one in force, whose
    alternative_id is empty, or the same other one. -#}
{% macro is_same_alternative(left, right) -%}
    {{ left }}.alternative_id is not distinct from {{ right }}.alternative_id
{%- endmacro %}

{#- A column's name as a word; of a parameter the value goes without saying. -#}
{% macro said_of(column) -%}
    {%- if column != 'value' %}{{ column | replace('_pct', '') | replace('_', ' ') }}{% endif -%}
{%- endmacro %}
