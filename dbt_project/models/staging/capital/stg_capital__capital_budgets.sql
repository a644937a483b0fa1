with capital_budgets as (
    select * from {{ source('capital', 'capital_budgets') }}
),

final as (
    select
        budget_id,
        fiscal_year,
        approval_status,
        version as version_text,
        amount as amount_text,
        approved_on as approved_text,
        {{ count_or_null('version') }} as version_number,
        {{ parse_decimal('amount') }} as amount_gbp,
        {{ is_latest_version('budget_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('approved_on') }} as approved_date,
        _load_id as load_id
    from capital_budgets
)

select * from final
