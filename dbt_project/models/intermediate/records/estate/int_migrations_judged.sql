{%- set faults = [
    ('migration_workload_unknown', 'known_workload_id is null',
        'workload_id', 'null'),
    ('migration_hosting_unknown', 'hosting_name is null', 'target_hosting', 'null'),
    ('migration_completion_unreadable',
        "completed_date is null and completed_text != ''", 'completed_text', 'null'),
] -%}

with migrations as (
    select * from {{ ref('stg_workload_inventory__migrations') }}
),

-- A workload that is a test, a duplicate, deleted or rejected is known all the same.
workloads as (
    select record_id as known_workload_id
    from {{ ref('int_workloads_judged') }}
    where is_latest_version
),

hostings as (
    select
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'workload_inventory'
        and table_name = 'migrations'
        and column_name = 'target_hosting'
),

decoded as (
    select
        migrations.*,
        workloads.known_workload_id,
        hostings.code_name as hosting_name,
        {{ means('hostings.meanings', 'cloud') }} as is_to_cloud
    from migrations
    left join workloads
        on migrations.workload_id = workloads.known_workload_id
    left join hostings
        on migrations.target_hosting = hostings.code
),

final as (
    select
        migration_id as record_id,
        workload_id,
        {{ verdict(faults, 'false') }},
        is_to_cloud,
        completed_date,
        load_id
    from decoded
)

select * from final
