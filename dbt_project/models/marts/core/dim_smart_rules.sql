with rules as (
    select * from {{ ref('int_smart_rules_in_force') }}
),

tests as (
    select
        test,
        name as test_name,
        asks
    from {{ ref('stg_reference__smart_tests') }}
),

final as (
    select
        rules.smart_rule_id,
        rules.test,
        tests.test_name,
        tests.asks,
        rules.measure_types,
        rules.measure_kinds,
        rules.clause,
        rules.tolerance,
        rules.version,
        rules.sort_order,
        rules.is_asked_of_parts
    from rules
    inner join tests
        on rules.test = tests.test
)

select * from final
