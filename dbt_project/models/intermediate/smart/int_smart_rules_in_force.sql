with rules as (
    select * from {{ ref('stg_reference__smart_rules') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'smart_test'
),

-- The audit reads the catalogue of one day, by the rules of that day.
final as (
    select
        rules.smart_rule_id,
        rules.test,
        rules.measure_types,
        rules.measure_kinds,
        rules.clause,
        rules.tolerance,
        rules.version,
        rules.sort_order,
        rules.is_asked_of_parts
    from rules
    inner join rule_versions
        on
            rules.test = rule_versions.rule_id
            and rules.version = rule_versions.version
    where {{ is_in_force('rule_versions', as_of()) }}
)

select * from final
