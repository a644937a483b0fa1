{#- What a build may know. Without a day of knowledge everything is known and nothing here costs
    anything; with one, no later load and no later entry of a register can be seen. -#}

{#- True for an entry that was recorded by then. -#}
{% macro is_known(recorded_at) -%}
    {%- if var('known_before') -%}
        {{ recorded_at }} < cast('{{ var("known_before") }}' as timestamp)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- Every model reads its source through this: dbt's own, less the loads nobody had then. -#}
{% macro source(source_name, table_name) %}
    {%- set relation = builtins.source(source_name, table_name) -%}
    {#- Publications say themselves what was known when; their loads are in no such order. -#}
    {%- if not var('known_before') or source_name == 'publications' -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- if source_name == 'ledger' -%}
        {%- set were_known = "known_at < '" ~ var('known_before') ~ "'" -%}
    {%- else -%}
        {%- set last = var('known_loads').get(source_name, '') -%}
        {%- set were_known = "_load_id <= '" ~ last ~ "'" -%}
    {%- endif -%}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ were_known ~ ')') }}
{% endmacro %}

{#- Where a register stands in the project: entry 1 is line 2 of the file. -#}
{% macro seed_file(name) -%}
    seeds/{{ name }}.csv
{%- endmacro %}
