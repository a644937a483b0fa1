{#- A schema is named after its layer alone, so that a relation reads marts.dim_measures. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
