{%- set faults = [
    ('quality_rule_state_unknown', 'state_name is null', 'rule_state', 'null'),
] -%}

with rules as (
    select * from {{ ref('stg_data_quality_engine__rules') }}
),

states as (
    select
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'data_quality_engine'
        and table_name = 'rules'
        and column_name = 'rule_state'
),

decoded as (
    select
        rules.*,
        states.code_name as state_name,
        {{ means('states.meanings', 'trial') }} as is_trial
    from rules
    left join states
        on rules.rule_state = states.code
),

final as (
    select
        rule_id as record_id,
        {{ verdict(faults, 'false') }},
        is_trial,
        load_id
    from decoded
)

select * from final
