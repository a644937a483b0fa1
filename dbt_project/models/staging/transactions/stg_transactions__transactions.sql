with transactions as (
    select * from {{ source('transactions', 'transactions') }}
),

delivered_files as (
    {{ delivered_files(source('transactions', 'transactions__files')) }}
),

final as (
    select
        transactions.transaction_id,
        transactions.channel,
        transactions.status,
        transactions.completed_at as completed_text,
        coalesce(transactions.duplicate_of, '') != '' as is_duplicate,
        coalesce(transactions.is_test, '') = 'true' as is_test,
        {{ is_latest_event('transactions', 'transaction_id') }}
            as is_latest_version,
        transactions._file_name as file_name,
        cast(transactions._row_number as integer) as row_number,
        {{ parse_utc_timestamp('transactions.completed_at') }} as completed_at,
        transactions._load_id as load_id
    from transactions
    left join delivered_files
        on transactions._file_name = delivered_files.file_name
)

select * from final
