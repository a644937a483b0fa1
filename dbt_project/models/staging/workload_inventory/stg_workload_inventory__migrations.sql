with migrations as (
    select * from {{ source('workload_inventory', 'migrations') }}
),

final as (
    select
        migration_id,
        workload_id,
        target_hosting,
        completed_on as completed_text,
        {{ is_latest_version('migration_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('completed_on') }} as completed_date,
        _load_id as load_id
    from migrations
)

select * from final
