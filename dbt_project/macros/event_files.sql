{#- What staging says about rows of event files. A row stands as long as no later load speaks of its
    file: a day delivered again replaces what was delivered before. -#}

{#- The newest word on each file, from a table of files (`<table>__files`). -#}
{% macro delivered_files(files) -%}
    select
        file_name,
        max(file_day) as file_day,
        max(_load_id) as load_id
    from {{ files }}
    group by file_name
{%- endmacro %}

{#- True for one row per record, of a relation joined to `delivered_files`: where several standing
    files bring it, the one of the latest day, by the files and not by the loads, so that the order
    of arrival changes nothing. A row without a key is a record of its own. -#}
{% macro is_latest_event(relation, key) -%}
    {%- set stands = "coalesce(delivered_files.load_id, " ~ relation ~ "._load_id) = "
        ~ relation ~ "._load_id" -%}
    {{ stands }}
    and row_number() over (
        partition by
            {{ stands }},
            case
                when {{ relation }}.{{ key }} != '' then {{ relation }}.{{ key }}
                else {{ relation }}._file_name || ' ' || {{ relation }}._row_number
            end
        order by
            delivered_files.file_day desc,
            {{ relation }}._file_name desc,
            cast({{ relation }}._row_number as integer) desc
    ) = 1
{%- endmacro %}
