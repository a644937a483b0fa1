{%- set faults = [
    ('transaction_status_unknown', 'statuses.code_name is null',
        'transactions.status', 'null'),
    ('transaction_channel_unknown', 'channels.code_name is null',
        'transactions.channel', 'null'),
    ('transaction_completed_unreadable',
        'transactions.completed_at is null and '
        ~ means('statuses.meanings', 'completed'),
        'transactions.completed_text', 'null'),
] -%}
{%- set excluded = 'transactions.is_test or transactions.is_duplicate or '
    ~ means('statuses.meanings', 'cancelled') -%}

with transactions as (
    select * from {{ ref('stg_transactions__transactions') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'transactions' and table_name = 'transactions'
),

final as (
    select
        transactions.transaction_id as record_id,
        {{ verdict(faults, excluded) }},
        {{ means('channels.meanings', 'digital') }} as is_digital,
        transactions.file_name,
        transactions.row_number,
        case
            when {{ means('statuses.meanings', 'completed') }}
                then {{ local_date('transactions.completed_at') }}
        end as completed_date,
        transactions.load_id
    from transactions
    left join codes as channels
        on
            transactions.channel = channels.code
            and channels.column_name = 'channel'
    left join codes as statuses
        on
            transactions.status = statuses.code
            and statuses.column_name = 'status'
)

select * from final
