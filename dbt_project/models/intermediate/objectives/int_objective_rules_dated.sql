with objective_types as (
    select * from {{ ref('stg_reference__objective_types') }}
),

roll_up_rules as (
    select * from {{ ref('stg_reference__roll_up_rules') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'roll_up_rule'
),

final as (
    select
        objective_types.node_type,
        objective_types.name,
        roll_up_rules.roll_up_rule_id,
        roll_up_rules.version,
        roll_up_rules.roll_up,
        roll_up_rules.counted_measure_type,
        roll_up_rules.minimum_share_pct,
        roll_up_rules.at_risk_red_checks,
        rule_versions.valid_from_date,
        rule_versions.valid_to_date
    from objective_types
    inner join roll_up_rules
        on objective_types.roll_up_rule_id = roll_up_rules.roll_up_rule_id
    inner join rule_versions
        on
            roll_up_rules.roll_up_rule_id = rule_versions.rule_id
            and roll_up_rules.version = rule_versions.version
)

select * from final
