{%- set faults = [
    ('account_type_unknown', 'type_name is null', 'account_type', 'null'),
] -%}

with accounts as (
    select * from {{ ref('stg_finance_ledger__accounts') }}
),

types as (
    select
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'finance_ledger'
        and table_name = 'accounts'
        and column_name = 'account_type'
),

decoded as (
    select
        accounts.*,
        types.code_name as type_name,
        {{ means('types.meanings', 'operating') }} as is_operating
    from accounts
    left join types
        on accounts.account_type = types.code
),

final as (
    select
        account_code as record_id,
        {{ verdict(faults, 'false') }},
        is_operating,
        load_id
    from decoded
)

select * from final
