{#- True for a version of a ServiceNow record that is no longer there: the instance logged a deletion
    of the record at or after that change, or the newest sweep of its keys lacks it. A record made
    again under its old key, or restored and changed, is newer than its deletion and counts. -#}
{% macro is_deleted_in_servicenow(table_name) -%}
    coalesce(
        {{ parse_utc_timestamp('sys_updated_on') }} <= (
            select max(deletions.deleted_at)
            from {{ ref('stg_servicenow__deletions') }} as deletions
            where
                deletions.table_name = '{{ table_name }}'
                and deletions.record_id = {{ table_name }}.sys_id
        ),
        false
    )
    or {{ is_swept_away('sys_id', source('servicenow', table_name ~ '__keys')) }}
{%- endmacro %}
