{%- set tables = judged_tables() -%}

with files as (
    select * from {{ ref('stg_returns__files') }}
),

bank_holidays as (
    select * from {{ ref('stg_calendar__bank_holidays') }}
),

{% for source, table_name, model, record_id, has_row in tables -%}
{{ source }}_{{ table_name }} as (
    select
        '{{ source }}' as source,
        '{{ table_name }}' as table_name,
        load_id,
        cast({{ record_id }} as {{ dbt.type_string() }}) as record_id,
        {{ 'file_name' if has_row else 'cast(null as ' ~ dbt.type_string() ~ ')' }}
            as file_name,
        {{ 'row_number' if has_row else 'cast(null as integer)' }} as row_number,
        {{
            'formula_column_name' if source == 'returns'
            else 'cast(null as ' ~ dbt.type_string() ~ ')'
        }}
            as formula_column_name,
        rejected_value,
        rejection_detail,
        rejection_rule_id,
        {{ 'record_count' if table_name in judged_in_groups() else '1' }}
            as record_count
    from {{ ref(model) }}
),

{% endfor -%}
-- A file refused whole left no rows: its line in the list of files stands for them.
rejected_files as (
    select
        'returns' as source,
        'files' as table_name,
        load_id,
        cast(null as {{ dbt.type_string() }}) as record_id,
        file_name,
        cast(null as integer) as row_number,
        cast(null as {{ dbt.type_string() }}) as formula_column_name,
        case when outcome = 'rejected' then file_name end as rejected_value,
        case when outcome = 'rejected' then reason end as rejection_detail,
        case when outcome = 'rejected' then 'file_rejected' end as rejection_rule_id,
        1 as record_count
    from files
),

holidays as (
    select
        'calendar' as source,
        'bank_holidays' as table_name,
        load_id,
        holiday_name as record_id,
        cast(null as {{ dbt.type_string() }}) as file_name,
        cast(null as integer) as row_number,
        cast(null as {{ dbt.type_string() }}) as formula_column_name,
        case when holiday_date is null then holiday_date_text end as rejected_value,
        cast(null as {{ dbt.type_string() }}) as rejection_detail,
        case when holiday_date is null then 'holiday_not_a_date' end
            as rejection_rule_id,
        1 as record_count
    from bank_holidays
),

final as (
    {% for source, table_name, model, record_id, has_row in tables -%}
    select * from {{ source }}_{{ table_name }}
    union all
    {% endfor -%}
    select * from rejected_files
    union all
    select * from holidays
)

select * from final
