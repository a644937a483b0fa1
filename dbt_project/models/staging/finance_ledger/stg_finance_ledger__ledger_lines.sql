with ledger_lines as (
    select * from {{ source('finance_ledger', 'ledger_lines') }}
),

final as (
    select
        line_id,
        cost_centre_code,
        account_code,
        reversal_of,
        accounting_date as accounting_date_text,
        amount as amount_text,
        {{ parse_decimal('amount') }} as amount_gbp,
        {{ is_latest_version('line_id', 'updated_at') }} as is_latest_version,
        {{ parse_date('accounting_date') }} as accounting_date,
        _load_id as load_id
    from ledger_lines
)

select * from final
