with cost_centres as (
    select * from {{ source('finance_ledger', 'cost_centres') }}
),

final as (
    select
        cost_centre_code,
        cost_centre_name,
        directorate,
        service_type,
        {{ is_latest_version('cost_centre_code', 'updated_at') }} as is_latest_version,
        _load_id as load_id
    from cost_centres
)

select * from final
