with files as (
    select * from {{ ref('stg_returns__files') }}
),

rejections as (
    select * from {{ ref('int_rejections_shown') }}
),

loads as (
    select * from {{ ref('stg_ledger__loads') }}
),

-- A file that came again and was loaded needs nobody's attention any more.
loaded as (
    select
        file_name,
        max(received_at) as loaded_at
    from files
    where outcome = 'loaded'
    group by file_name
),

open_files as (
    select
        files.file_name,
        files.outcome,
        files.reason
    from files
    left join loaded
        on files.file_name = loaded.file_name
    where
        files.outcome = 'duplicate'
        or (
            files.outcome = 'rejected'
            and (loaded.loaded_at is null or loaded.loaded_at < files.received_at)
        )
),

rules_broken as (
    select
        source,
        table_name,
        rejection_rule_id,
        sum(record_count) as rejected_count,
        min(reason) as example
    from rejections
    where table_name != 'files'
    group by source, table_name, rejection_rule_id
),

final as (
    select distinct
        outcome || '_file' as finding_type,
        'The file ' || file_name
        || case outcome
            when 'duplicate' then ' was received before and not loaded again.'
            else ' was not loaded: ' || coalesce(reason, 'no reason was kept.')
        end as explanation
    from open_files
    union all
    select
        'rejected_record' as finding_type,
        -- How many of a table about people is told for its loads alone.
        case
            when rejected_count is null then 'Records'
            when rejected_count = 1 then '1 record'
            else cast(rejected_count as {{ dbt.type_string() }}) || ' records'
        end
        || ' of ' || source || '.' || table_name || ' broke the rule '
        || rejection_rule_id || '. For example: ' || example as explanation
    from rules_broken
    union all
    select distinct
        'new_source_column' as finding_type,
        'The table ' || source || '.' || table_name
        || ' has columns that are not read: ' || new_columns || '.' as explanation
    from loads
    where new_columns is not null
)

select * from final
