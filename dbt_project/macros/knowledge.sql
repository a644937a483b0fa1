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

{#- Every model reads its source through this: dbt's own, with every column it declares, less the
    loads nobody had then. -#}
{% macro source(source_name, table_name) %}
    {%- set relation = builtins.source(source_name, table_name) -%}
    {%- set declared = declared_texts(source_name, table_name) -%}
    {%- if declared -%}
        {%- set relation = with_every_column(relation, declared) -%}
    {%- endif -%}
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

{#- The declared cells of a table of texts: loads from before a column existed are without it. What
    a load adds itself begins with an underscore, has a type and was always there. -#}
{% macro declared_texts(source_name, table_name) %}
    {%- set names = [] -%}
    {%- if execute -%}
        {%- for node in graph.get('sources', {}).values() -%}
            {%- if
                node.source_name == source_name
                and node.name == table_name
                and node.source_meta.get('is_all_text')
            -%}
                {%- for name in node.columns if not name.startswith('_') -%}
                    {%- do names.append(name) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{% endmacro %}

{#- A table and the columns its loads do not have yet: they are empty. -#}
{% macro with_every_column(relation, columns) %}
    {{- return(adapter.dispatch('with_every_column', 'vital_signs')(relation, columns)) -}}
{% endmacro %}

{% macro default__with_every_column(relation, columns) %}{{ return(relation) }}{% endmacro %}

{% macro duckdb__with_every_column(relation, columns) %}
    {%- set empty = [] -%}
    {%- for column in columns -%}
        {%- do empty.append("cast(null as varchar) as " ~ column) -%}
    {%- endfor -%}
    {{ return(
        "(select * from " ~ relation ~ " union all by name select " ~ empty | join(", ")
        ~ " where false)"
    ) }}
{% endmacro %}

{#- Where a register stands in the project: entry 1 is line 2 of the file. -#}
{% macro seed_file(name) -%}
    seeds/{{ name }}.csv
{%- endmacro %}
