with contracts as (
    select * from {{ source('contracts', 'contracts') }}
),

final as (
    select
        contract_id,
        contract_class,
        contract_status,
        starts_on as starts_text,
        ends_on as ends_text,
        {{ is_latest_version('contract_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('starts_on') }} as starts_date,
        {{ parse_date('ends_on') }} as ends_date,
        _load_id as load_id
    from contracts
)

select * from final
