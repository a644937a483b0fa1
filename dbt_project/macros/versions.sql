{#- What staging says about the versions of a record that the loads brought. -#}

{#- True for one row per record: the last change, and of equal changes the last load. Within a load
    a record comes once for each change, because pages go by its id. A source without a stamp of the
    last change (none) sends its whole state: there the last load decides alone. -#}
{% macro is_latest_version(record_id, stamp='sys_updated_on') -%}
    row_number() over (
        partition by {{ record_id }}
        order by {{ stamp ~ ' desc, ' if stamp }}_load_id desc
    ) = 1
{%- endmacro %}

{#- True for a record the newest sweep of the source's keys did not find: it was deleted there.
    `keys` is the sweep's relation (`<table>__keys`), which names the key as the table does. A record
    that came with a later load than the newest sweep stays. -#}
{% macro is_swept_away(key, keys) -%}
    coalesce(_load_id <= (select max(_load_id) from {{ keys }}), false)
    and {{ key }} not in (
        select {{ key }} from {{ keys }}
        where _load_id = (select max(_load_id) from {{ keys }})
    )
{%- endmacro %}

{#- A whole number of zero or more; null for anything else. -#}
{% macro count_or_null(text) -%}
    case
        when {{ matches(text, '[0-9]{1,9}') }} then cast({{ text }} as integer)
    end
{%- endmacro %}
