with workloads as (
    select * from {{ source('workload_inventory', 'workloads') }}
),

final as (
    select
        workload_id,
        went_live_on as went_live_text,
        retired_on as retired_text,
        coalesce(duplicate_of, '') != '' as is_duplicate,
        coalesce(is_test, '') = 'true' as is_test,
        {{ is_swept_away(
            'workload_id', source('workload_inventory', 'workloads__keys')
        ) }} as is_deleted,
        {{ is_latest_version('workload_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('went_live_on') }} as went_live_date,
        {{ parse_date('retired_on') }} as retired_date,
        _load_id as load_id
    from workloads
)

select * from final
