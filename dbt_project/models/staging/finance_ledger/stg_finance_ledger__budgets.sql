with budgets as (
    select * from {{ source('finance_ledger', 'budgets') }}
),

final as (
    select
        budget_id,
        cost_centre_code,
        budget_month as budget_month_text,
        amount as amount_text,
        {{ parse_decimal('amount') }} as amount_gbp,
        {{ is_latest_version('budget_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('budget_month') }} as budget_month_date,
        _load_id as load_id
    from budgets
)

select * from final
