{#- What the codes of a source mean. Which codes there are, and the words for what they say, stand in
    the seed source_codes; a model asks for a word and never for a code. -#}

{#- True where the code says so; false where it does not, or is unknown. A test fails when no code
    of the seed has the word. -#}
{% macro means(meanings, word) -%}
    {#- In `like` a bare underscore stands for any character. -#}
    {%- set pattern = '% ' ~ word | replace('_', '!_') ~ ' %' -%}
    coalesce(' ' || {{ meanings }} || ' ' like '{{ pattern }}' escape '!', false)
{%- endmacro %}

{#- True where a column of words with a blank between them holds the word of another column. -#}
{% macro holds_word(words, word) -%}
    {{ dbt.position("' ' || " ~ word ~ " || ' '", "' ' || " ~ words ~ " || ' '") }} > 0
{%- endmacro %}
