{%- set faults = [
    ('delivery_contract_unknown', 'known_contract_id is null', 'contract_id', 'null'),
    ('delivery_date_unreadable', 'delivered_date is null', 'delivered_text', 'null'),
    ('delivery_amount_unreadable', 'amount_gbp is null', 'amount_text', 'null'),
] -%}

with deliveries as (
    select * from {{ ref('stg_contracts__deliveries') }}
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
        deliveries.*,
        contracts.known_contract_id,
        contracts.is_of_major_contract
    from deliveries
    left join contracts
        on deliveries.contract_id = contracts.known_contract_id
),

final as (
    select
        delivery_id as record_id,
        {{ verdict(faults, 'is_deleted') }},
        amount_gbp,
        is_of_major_contract,
        delivered_date,
        load_id
    from placed
)

select * from final
