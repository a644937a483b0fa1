{#- What every row of a return has, whatever it returns: where it stood, and which row of the same
    key counts. -#}

{#- Where a row stood and when it came, as staging names it. -#}
{% macro return_row() -%}
    _file_name as file_name,
    _file_sha256 as file_sha256,
    _sheet_name as sheet_name,
    cast(_row_number as integer) as row_number,
    {{ parse_iso_timestamp('_received_at') }} as received_at,
    _load_id as load_id
{%- endmacro %}

{#- The first and the last row of one file that share a key; null where the key stands once.
    Which of them is meant, nobody can tell. -#}
{% macro same_key_rows(keys) -%}
    {%- set key = "partition by load_id, file_sha256, " ~ keys | join(", ") -%}
    case
        when count(*) over ({{ key }}) > 1
            then
                cast(min(row_number) over ({{ key }}) as {{ dbt.type_string() }})
                || ', '
                || cast(max(row_number) over ({{ key }}) as {{ dbt.type_string() }})
    end
{%- endmacro %}

{#- True for the row of a key that was received last, among those without fault: a correction
    replaces what came before it, and a rejected row replaces nothing. -#}
{% macro is_received_last(keys) -%}
    rejection_rule_id is null
    and row_number() over (
        partition by {{ keys | join(", ") }}, rejection_rule_id is null
        order by received_at desc, load_id desc, file_name desc, row_number desc
    ) = 1
{%- endmacro %}
