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
