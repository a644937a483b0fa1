{#- What people write about a protected measure may name the very number that is rounded. Whatever could
    be such a number gives way to a symbol, and with it the sentence around it: "the interventions
    concern one person" would tell by its grammar what stood there. What is masked depends on the words
    alone, never on the number behind them: a mask that compared the two would tell which numbers are
    not it. -#}

{#- A text with its sentences masked. `masks` is the row of the measure in int_text_masks; without one,
    the text stays as it is. -#}
{% macro masked(text, masks='masks') -%}
    case
        when {{ masks }}.number_pattern is null then {{ text }}
        else {{ mask_sentences(
            text, masks ~ '.kept_pattern', masks ~ '.number_pattern', masks ~ '.symbol'
        ) }}
    end
{%- endmacro %}

{#- Sentence by sentence: one with a number is the symbol, and the space behind it stays. -#}
{% macro mask_sentences(text, kept, numbers, symbol) -%}
    {{- adapter.dispatch('mask_sentences', 'vital_signs')(text, kept, numbers, symbol) -}}
{%- endmacro %}

{% macro duckdb__mask_sentences(text, kept, numbers, symbol) -%}
    array_to_string(
        list_transform(
            {{ sentences_of(text) }},
            lambda sentence: case
                when {{ has_number('sentence', kept, numbers) }}
                    then {{ symbol }} || regexp_extract(sentence, '\s*$')
                else sentence
            end
        ),
        ''
    )
{%- endmacro %}

{#- How many sentences of a text give way. -#}
{% macro count_masked_sentences(text, masks='masks') -%}
    {{- adapter.dispatch('count_masked_sentences', 'vital_signs')(text, masks) -}}
{%- endmacro %}

{% macro duckdb__count_masked_sentences(text, masks) -%}
    cast(
        len(
            list_filter(
                {{ sentences_of(text) }},
                lambda sentence: {{ has_number(
                    'sentence', masks ~ '.kept_pattern', masks ~ '.number_pattern'
                ) }}
            )
        ) as integer
    )
{%- endmacro %}

{#- A sentence ends with its stop and a space or the text's end, with a semicolon or with its line; a
    stop inside a number or a code ends none. -#}
{% macro sentences_of(text) -%}
    regexp_extract_all(
        {{ text }}, '(?s:.+?)(?:[.!?]+["\x27)\]”’]*\s+|;\s*|[\r\n]+\s*|$)'
    )
{%- endmacro %}

{#- Token by token: what is kept goes before what is a number, anything else is no number. -#}
{% macro has_number(sentence, kept, numbers) -%}
    len(
        list_filter(
            regexp_extract_all(
                {{ sentence }},
                '(?:' || {{ kept }} || ')|(?:' || {{ numbers }} || ')|[A-Za-z]+|(?s:.)'
            ),
            lambda token: not regexp_full_match(token, {{ kept }})
            and regexp_full_match(token, {{ numbers }})
        )
    ) > 0
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
