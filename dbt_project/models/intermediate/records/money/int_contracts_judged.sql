{%- set faults = [
    ('contract_class_unknown', 'class_name is null', 'contract_class', 'null'),
    ('contract_status_unknown', 'status_name is null', 'contract_status', 'null'),
    ('contract_start_unreadable', 'starts_date is null', 'starts_text', 'null'),
    ('contract_end_unreadable', "ends_date is null and ends_text != ''",
        'ends_text', 'null'),
    ('contract_ends_before_start', 'ends_date < starts_date',
        'ends_text', 'starts_text'),
] -%}

with contracts as (
    select * from {{ ref('stg_contracts__contracts') }}
),

codes as (
    select
        column_name,
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where source = 'contracts' and table_name = 'contracts'
),

decoded as (
    select
        contracts.*,
        classes.code_name as class_name,
        statuses.code_name as status_name,
        {{ means('classes.meanings', 'major') }} as is_major,
        {{ means('statuses.meanings', 'cancelled') }} as is_withdrawn
    from contracts
    left join codes as classes
        on
            contracts.contract_class = classes.code
            and classes.column_name = 'contract_class'
    left join codes as statuses
        on
            contracts.contract_status = statuses.code
            and statuses.column_name = 'contract_status'
),

final as (
    select
        contract_id as record_id,
        {{ verdict(faults, 'is_withdrawn') }},
        is_major,
        load_id
    from decoded
)

select * from final
