{#- Every raw table whose rows are judged one by one, sorted, one line each: source, table, the model
    with the verdicts, its column that identifies a record for people (null where the row does), and
    whether the model names a file and a row in it. -#}
{% macro judged_tables() -%}
    {{ return([
        ('returns', 'actions', 'int_return_actions_judged', 'null', true),
        ('returns', 'narratives', 'int_return_narratives_judged', 'null', true),
        ('returns', 'observations', 'int_return_observations_judged', 'null', true),
        ('servicenow', 'change_request', 'int_changes_judged', 'record_id', false),
        ('servicenow', 'incident', 'int_incidents_judged', 'record_id', false),
        ('servicenow', 'sc_request', 'int_requests_judged', 'record_id', false),
        ('servicenow', 'sys_audit_delete', 'int_deletions_judged', 'record_id', false),
    ]) }}
{%- endmacro %}

{#- True for a table that holds no records of its own, so that there is nothing to reject: the keys a
    sweep found, the files a folder held. -#}
{% macro is_accepted_whole(table_name) -%}
    ({{ table_name }} like '%!_!_keys' escape '!' or {{ table_name }} like '%!_!_files' escape '!')
{%- endmacro %}
