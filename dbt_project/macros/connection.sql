{#- A build may read raw/, what was published and the seeds, and write its own file, and nothing else. The settings are
    locked after the first invocation on a connection, so a second one looks before it sets. -#}
{% macro lock_build_connection() %}
    {{- return(adapter.dispatch('lock_build_connection', 'vital_signs')()) -}}
{% endmacro %}

{% macro default__lock_build_connection() %}{{ return('select 1') }}{% endmacro %}

{% macro duckdb__lock_build_connection() %}
    {% if not execute %}{{ return('select 1') }}{% endif %}
    {% set locked = run_query(
        "select value from duckdb_settings() where name = 'lock_configuration'"
    ).columns[0].values()[0] %}
    {% if locked | lower == 'true' %}{{ return('select 1') }}{% endif %}
    {% set seed = graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | first %}
    {% set raw = env_var('VITALS_RAW', env_var('VITALS_HOME', 'var') ~ '/raw') %}
    {% set publications = env_var('VITALS_HOME', 'var') ~ '/publications' %}
    {% set folders = [raw, publications, seed.root_path ~ '/seeds'] %}
    {% do run_query("set enable_progress_bar = false") %}
    {% do run_query("set timezone = 'UTC'") %}
    {% do run_query("set allowed_directories = ['" ~ folders | join("', '") ~ "']") %}
    {% do run_query("set enable_external_access = false") %}
    {% do run_query("set lock_configuration = true") %}
    {{ return('select 1') }}
{% endmacro %}
