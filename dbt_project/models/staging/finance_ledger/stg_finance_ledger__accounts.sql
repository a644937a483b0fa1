with accounts as (
    select * from {{ source('finance_ledger', 'accounts') }}
),

final as (
    select
        account_code,
        account_name,
        account_type,
        {{ is_latest_version('account_code', 'updated_at') }} as is_latest_version,
        _load_id as load_id
    from accounts
)

select * from final
