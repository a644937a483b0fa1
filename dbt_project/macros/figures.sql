{#- Figures as people read them: rounded half up, thousands parted, minus before everything else. -#}

{#- A number with a fixed count of decimals: 1,240,500 or 29.0; without its minus. -#}
{% macro format_unsigned(value, decimals) %}
    {{- adapter.dispatch('format_unsigned', 'vital_signs')(value, decimals) -}}
{% endmacro %}

{% macro default__format_unsigned(value, decimals) -%}
    trim(to_char(abs(round({{ value }}, {{ decimals }})), 'FM999,999,999,999,999,990
    {%- if decimals > 0 %}.{{ '0' * decimals }}{% endif %}'))
{%- endmacro %}

{% macro duckdb__format_unsigned(value, decimals) -%}
    {%- set rounded = "round(abs(" ~ value ~ "), " ~ decimals ~ ")" -%}
    format('{:,}', cast(floor({{ rounded }}) as hugeint))
    {%- if decimals > 0 %}
    || '.' || right(cast({{ rounded }} as varchar), {{ decimals }})
    {%- endif %}
{%- endmacro %}

{#- With as many decimals as the column `decimals` says (0 to 4). -#}
{% macro format_number(value, decimals) -%}
    case {{ decimals }}
        {%- for places in range(5) %}
        when {{ places }} then {{ format_unsigned(value, places) }}
        {%- endfor %}
    end
{%- endmacro %}

{#- A figure as it is printed: rounded half up to `decimals` (0 to 4); all of it where none are said. -#}
{% macro as_printed(value, decimals) -%}
    case {{ decimals }}
        {%- for places in range(5) %}
        when {{ places }} then cast(round({{ value }}, {{ places }}) as {{ type_decimal() }})
        {%- endfor %}
        else {{ value }}
    end
{%- endmacro %}

{#- A forecast of a small count keeps a decimal: three of four projects and a half are not four. -#}
{% macro format_forecast(value, decimals) -%}
    case
        when {{ decimals }} = 0 and abs({{ value }}) < 100
            then {{ format_unsigned(value, 1) }}
        else {{ format_number(value, decimals) }}
    end
{%- endmacro %}

{#- No more decimals than it needs, four at most: 80, 5.75, 0.385. -#}
{% macro format_short(value) -%}
    case
        {%- for places in range(4) %}
        when {{ value }} = round({{ value }}, {{ places }})
            then {{ format_unsigned(value, places) }}
        {%- endfor %}
        else {{ format_unsigned(value, 4) }}
    end
{%- endmacro %}

{#- A figure with its unit: −£0.38, 29.0%, 36.5 min. `text` comes from one of the above. -#}
{% macro with_unit(text, value, prefix, suffix) -%}
    case when {{ value }} < 0 then '−' else '' end
    || coalesce({{ prefix }}, '') || {{ text }} || coalesce({{ suffix }}, '')
{%- endmacro %}

{#- How many of something: 1 day, 2 days. -#}
{% macro counted(count, noun) -%}
    {{ format_unsigned(count, 0) }} || case
        when {{ count }} = 1 then ' {{ noun }}'
        else ' {{ noun }}s'
    end
{%- endmacro %}

{#- A fraction in percent, two decimals at most: 0.0575 reads 5.75%. -#}
{% macro format_fraction(value) -%}
    {{ format_short("round(" ~ value ~ " * 100, 2)") }} || '%'
{%- endmacro %}

{#- A range in words, from lower_bound and upper_bound written by `format`. -#}
{% macro range_in_words(lower, upper) -%}
    case
        when lower_bound = upper_bound then 'exactly ' || {{ lower }}
        when lower_bound is null and is_upper_inclusive then {{ upper }} || ' or less'
        when lower_bound is null then 'under ' || {{ upper }}
        when upper_bound is null and is_lower_inclusive then {{ lower }} || ' or more'
        when upper_bound is null then 'more than ' || {{ lower }}
        when lower_bound = 0 and not is_lower_inclusive then 'up to ' || {{ upper }}
        else {{ lower }} || ' to '
            || case when is_upper_inclusive then '' else 'under ' end || {{ upper }}
    end
{%- endmacro %}

{#- A template with its placeholders replaced: {name} by the text of that name, nothing by nothing. -#}
{% macro fill_in(template, texts) -%}
    {%- set filled = namespace(sql=template) -%}
    {%- for name, text in texts.items() -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ name ~ "}', coalesce(" ~ text ~ ", ''))" -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}
