{#- How a seed's declaration in seeds/_*__seeds.yml becomes SQL. The tests in tests/dbt/generic use
    these; `vitals check` reads the same declarations without SQL. -#}

{#- A cell as text, an empty one as ''. -#}
{% macro cell_text(column) -%}
    coalesce(cast({{ column }} as {{ dbt.type_string() }}), '')
{%- endmacro %}

{#- The cells that name a row, for the message of a fault. -#}
{% macro row_name(columns, relation='seed') -%}
    {%- for column in columns -%}
        {{ cell_text(relation ~ '.' ~ column) }}{{ " || ' · ' || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- A value of a declaration as a literal. -#}
{% macro declared_value(value) -%}
    {%- if value is boolean -%}{{ value | lower }}
    {%- elif value is number -%}{{ value }}
    {%- else -%}'{{ value | replace("'", "''") }}'
    {%- endif -%}
{%- endmacro %}

{#- True where every named column holds one of its values: {column: [value, ...]}. -#}
{% macro all_hold(conditions, relation) -%}
    (true
    {%- for column, values in conditions.items() %}
        and coalesce({{ relation }}.{{ column }} in (
            {%- for value in values -%}
                {{ declared_value(value) }}{{ ", " if not loop.last }}
            {%- endfor -%}
        ), false)
    {%- endfor %})
{%- endmacro %}

{#- True where a row breaks a rule. The rule may speak of a parent's columns in `when` and `then`;
    `own` and what must be present, absent or in order is always the row's own. -#}
{% macro breaks(rule, relation, parent=none) -%}
    {%- set about = parent or relation -%}
    {%- set asks = ['then', 'own', 'present', 'absent', 'in_order'] | select('in', rule) | list -%}
    {{ all_hold(rule.get('when', {}), about) }}
    {%- if asks %}
        and not (
            {{ all_hold(rule.get('then', {}), about) }}
            and {{ all_hold(rule.get('own', {}), relation) }}
            {%- for column in rule.get('present', []) %}
                and {{ relation }}.{{ column }} is not null
            {%- endfor %}
            {%- for column in rule.get('absent', []) %}
                and {{ relation }}.{{ column }} is null
            {%- endfor %}
            {%- if rule.get('in_order') %}
                and coalesce(
                    {{ relation }}.{{ rule.in_order[0] }}
                    <= {{ relation }}.{{ rule.in_order[1] }},
                    true
                )
            {%- endif %}
        )
    {%- endif -%}
{%- endmacro %}
