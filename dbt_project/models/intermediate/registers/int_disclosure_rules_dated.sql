with disclosure_rules as (
    select * from {{ ref('stg_reference__disclosure_rules') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'small_number_rule'
),

final as (
    select
        disclosure_rules.disclosure_rule_id,
        disclosure_rules.measure_id,
        disclosure_rules.version,
        disclosure_rules.numerator_kind,
        disclosure_rules.denominator_kind,
        disclosure_rules.threshold,
        disclosure_rules.shown_as,
        disclosure_rules.base,
        disclosure_rules.symbol,
        disclosure_rules.exempt_level,
        disclosure_rules.reason,
        rule_versions.valid_from_date,
        rule_versions.valid_to_date
    from disclosure_rules
    inner join rule_versions
        on
            disclosure_rules.measure_id = rule_versions.rule_id
            and disclosure_rules.version = rule_versions.version
)

select * from final
