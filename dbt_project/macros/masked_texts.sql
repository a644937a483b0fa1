{#- What people write about a protected measure may name the very number that is rounded. Each number
    in it, in figures or in words, gives way to a symbol; a year such as 2025 or 2025/26 may stay.
    `words` are the words between bars; without them the text stays as it is. -#}
{% macro masked(text, words, symbol) -%}
    case
        when {{ words }} is null then {{ text }}
        else {{ mask_numbers(text, words, symbol) }}
    end
{%- endmacro %}

{% macro mask_numbers(text, words, symbol) -%}
    {{- adapter.dispatch('mask_numbers', 'vital_signs')(text, words, symbol) -}}
{%- endmacro %}

{% macro duckdb__mask_numbers(text, words, symbol) -%}
    {%- set year = '\\b((?:19|20)[0-9][0-9])' -%}
    {%- set figures = '[0-9]{1,3}|[013-9][0-9]{3}|1[0-8][0-9]{2}|2[1-9][0-9]{2}|[0-9]{5,}' -%}
    regexp_replace(
        regexp_replace(
            regexp_replace({{ text }}, '{{ year }}/([0-9]{2})\b', '\1_\2', 'g'),
            '\b(?:(?:{{ figures }})(?:[.,][0-9]+)*|' || {{ words }} || ')\b',
            {{ symbol }},
            'gi'
        ),
        '{{ year }}_([0-9]{2})\b', '\1/\2', 'g'
    )
{%- endmacro %}
