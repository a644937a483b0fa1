{#- What people write about a protected measure may name the very number that is rounded. Whatever could
    be such a number gives way to a symbol. What is masked depends on the words alone, never on the
    number behind them: a mask that compared the two would tell which numbers are not it. -#}

{#- A text with its numbers masked. `masks` is the row of the measure in int_text_masks; without one,
    the text stays as it is. -#}
{% macro masked(text, masks='masks') -%}
    case
        when {{ masks }}.number_pattern is null then {{ text }}
        else {{ mask_numbers(
            text, masks ~ '.kept_pattern', masks ~ '.number_pattern', masks ~ '.symbol'
        ) }}
    end
{%- endmacro %}

{#- Token by token: what is kept goes before what is a number, anything else is no number. -#}
{% macro mask_numbers(text, kept, numbers, symbol) -%}
    {{- adapter.dispatch('mask_numbers', 'vital_signs')(text, kept, numbers, symbol) -}}
{%- endmacro %}

{% macro duckdb__mask_numbers(text, kept, numbers, symbol) -%}
    array_to_string(
        list_transform(
            regexp_extract_all(
                {{ text }},
                '(?:' || {{ kept }} || ')|(?:' || {{ numbers }} || ')|[A-Za-z]+|(?s:.)'
            ),
            lambda token: case
                when regexp_full_match(token, {{ kept }}) then token
                when regexp_full_match(token, {{ numbers }}) then {{ symbol }}
                else token
            end
        ),
        ''
    )
{%- endmacro %}

{#- How many symbols a text has: numbers that were masked, where its author wrote none. -#}
{% macro count_symbols(text, symbol) -%}
    cast(
        (length({{ text }}) - length(replace({{ text }}, {{ symbol }}, '')))
        / length({{ symbol }}) as integer
    )
{%- endmacro %}

{#- A text that stands for itself in a pattern. -#}
{% macro escape_pattern(text) -%}
    {{- adapter.dispatch('escape_pattern', 'vital_signs')(text) -}}
{%- endmacro %}

{% macro duckdb__escape_pattern(text) -%}
    regexp_escape({{ text }})
{%- endmacro %}

{#- Every number: in words, as twenty-three too; in figures, 1,391 or 95.5 or 3rd; and signs such as ½.
    `words` are the words between bars. -#}
{% macro numbers_in_text(words) -%}
    '(?i:' || {{ words }} || ')(?:-(?i:' || {{ words }} || '))*\b'
    || '|[0-9]+(?:[.,][0-9]+)*(?:st|nd|rd|th)?|[\p{Nl}\p{No}]+'
{%- endmacro %}

{#- Days and years that only a date has: 2025-03-31, 31/03/2025, 31 March 2025, by 31 March. A day and
    a month alone may be so many in that month, so they need the word before and an end after. -#}
{% macro dates_in_text(months) -%}
    '(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b|(?:19|20)[0-9]{2}-W[0-9]{2}\b'
    || '|[0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2}\b'
    || '|[0-9]{1,2}(?:st|nd|rd|th)? (?i:' || {{ months }} || ') (?:19|20)[0-9]{2}\b'
    || '|(?i:on|by|since|until) [0-9]{1,2}(?:st|nd|rd|th)? (?i:' || {{ months }} || ')'
    || '(?:[.,;:)]|$)|(?:19|20)[0-9]{2}(?:/[0-9]{2})?\b'
{%- endmacro %}

{#- References: QR-12, RP-2025-18, OE03, and Q3 or P1. Two capitals at least, so that no word is one. -#}
{% macro identifiers_in_text() -%}
    '[A-Z]{2,}[0-9]*(?:-[A-Z0-9]+)*-[0-9]+(?:-[0-9]+)*\b|[A-Z]{2,}[0-9]+\b|[PQ][1-4]\b'
{%- endmacro %}

{#- Spans of time: 104 weeks, seven days, 7-day. "Five day patients" may be five people. -#}
{% macro spans_in_text(words, units) -%}
    '(?:[0-9]{1,3}|(?i:' || {{ words }} || ')(?:-(?i:' || {{ words }} || '))?)'
    || '(?: (?i:' || {{ units }} || ')s|-(?i:' || {{ units }} || ')s?)\b'
{%- endmacro %}
