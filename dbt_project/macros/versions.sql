{#- What staging says about the versions of a record that the loads brought. -#}

{#- True for one row per record: the last change, and of equal changes the last load. Within a load
    a record comes once for each change, because pages go by its id. -#}
{% macro is_latest_version(record_id) -%}
    row_number() over (
        partition by {{ record_id }}
        order by sys_updated_on desc, _load_id desc
    ) = 1
{%- endmacro %}

{#- A whole number of zero or more; null for anything else. -#}
{% macro count_or_null(text) -%}
    case
        when {{ matches(text, '[0-9]{1,9}') }} then cast({{ text }} as integer)
    end
{%- endmacro %}
