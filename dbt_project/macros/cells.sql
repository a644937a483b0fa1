{#- Numbers and words read from a return's cells. A cell that is not what it should be is null here;
    the model that judges the row still has the text. -#}

{#- A cell without the blanks around it; null when nothing is left. -#}
{% macro clean_cell(text) -%}
    nullif(trim({{ text }}), '')
{%- endmacro %}

{% macro matches(text, pattern) -%}
    {{- adapter.dispatch('matches', 'vital_signs')(text, pattern) -}}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    {{ text }} rlike '{{ pattern }}'
{%- endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_full_match({{ text }}, '{{ pattern }}')
{%- endmacro %}

{#- Digits with or without commas at the thousands, and decimals behind a point. -#}
{% macro number_pattern() -%}
    -?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?
{%- endmacro %}

{#- The decimal a cell states: 1234.5 or 1,234.5. Null for words, units, NaN and exponents. -#}
{% macro parse_decimal(text) -%}
    case
        when {{ matches(text, number_pattern()) }}
            then {{ dbt.safe_cast("replace(" ~ text ~ ", ',', '')", type_decimal()) }}
    end
{%- endmacro %}

{#- As parse_decimal, and 121.2k for thousands, as papers print numerators and denominators. -#}
{% macro parse_part(text) -%}
    case
        when {{ matches(text, number_pattern() ~ 'k') }}
            then 1000 * {{ dbt.safe_cast(
                "replace(replace(" ~ text ~ ", 'k', ''), ',', '')", type_decimal()
            ) }}
        else {{ parse_decimal(text) }}
    end
{%- endmacro %}

{#- How far a part printed in thousands may be from the true one: half a unit of the last printed
    decimal, so 50 for 121.2k. Nothing for a part printed in full. -#}
{% macro part_rounding(text) -%}
    case
        when {{ matches(text, number_pattern() ~ 'k') }}
            then {{ divide(
                1000,
                "2 * power(10, length(" ~ text ~ ") - 1 - coalesce(nullif("
                ~ dbt.position("'.'", text) ~ ", 0), length(" ~ text ~ ") - 1))"
            ) }}
        else 0
    end
{%- endmacro %}

{#- How far a printed number may be from the true one: half a unit of its last decimal, so 0.005
    for 94.44 and a half for 94. -#}
{% macro printed_rounding(text) -%}
    {{ divide(
        1,
        "2 * power(10, length(" ~ text ~ ") - coalesce(nullif("
        ~ dbt.position("'.'", text) ~ ", 0), length(" ~ text ~ ")))"
    ) }}
{%- endmacro %}

{#- The first of the cells (columns named <cell>_text) that holds a formula; null when none does. -#}
{% macro first_formula(cells) -%}
    case
        {%- for cell in cells %}
        when {{ cell }}_text like '=%' then '{{ cell }}'
        {%- endfor %}
    end
{%- endmacro %}

{#- The text of the cell whose name stands in a column. -#}
{% macro named_cell(column_name, cells) -%}
    case {{ column_name }}
        {%- for cell in cells %}
        when '{{ cell }}' then {{ cell }}_text
        {%- endfor %}
    end
{%- endmacro %}

{#- A value with the decimals behind the given place cut off, not rounded. -#}
{% macro cut_decimals(value, decimals) -%}
    {{- adapter.dispatch('cut_decimals', 'vital_signs')(value, decimals) -}}
{%- endmacro %}

{% macro default__cut_decimals(value, decimals) -%}
    {{ divide(
        "sign(" ~ value ~ ") * floor(abs(" ~ value ~ ") * power(10, " ~ decimals ~ "))",
        "power(10, " ~ decimals ~ ")"
    ) }}
{%- endmacro %}

{#- Shifted by a decimal, because a power is a float and 0.29 * 100 would lose its last unit. -#}
{% macro duckdb__cut_decimals(value, decimals) -%}
    {{ divide(
        "trunc(" ~ value ~ " * cast(power(10, " ~ decimals ~ ") as decimal(10, 0)))",
        "power(10, " ~ decimals ~ ")"
    ) }}
{%- endmacro %}

{#- A decimal as people write it: up to four places, no zeros at the end. -#}
{% macro plain_decimal(value) -%}
    {{- adapter.dispatch('plain_decimal', 'vital_signs')(value) -}}
{%- endmacro %}

{% macro default__plain_decimal(value) -%}
    regexp_replace(cast(cast({{ value }} as decimal(38, 4)) as {{ dbt.type_string() }}), '[.]?0+$', '')
{%- endmacro %}
