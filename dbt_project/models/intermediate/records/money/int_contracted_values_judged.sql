{%- set faults = [
    ('contracted_value_contract_unknown', 'known_contract_id is null', 'contract_id', 'null'),
    ('contracted_value_date_unreadable', 'due_date is null', 'due_text', 'null'),
    ('contracted_value_amount_unreadable', 'amount_gbp is null', 'amount_text', 'null'),
] -%}

with contracted_values as (
    select * from {{ ref('stg_contracts__contracted_values') }}
),

-- A contract that is withdrawn or rejected is known: what belongs to it is no fault.
contracts as (
    select
        record_id as known_contract_id,
        is_counted and is_major as is_of_major_contract
    from {{ ref('int_contracts_judged') }}
    where is_latest_version
),

placed as (
    select
        contracted_values.*,
        contracts.known_contract_id,
        contracts.is_of_major_contract
    from contracted_values
    left join contracts
        on contracted_values.contract_id = contracts.known_contract_id
),

final as (
    select
        value_id as record_id,
        {{ verdict(faults, 'false') }},
        amount_gbp,
        is_of_major_contract,
        due_date,
        load_id
    from placed
)

select * from final
