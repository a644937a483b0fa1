with rag_rules as (
    select * from {{ ref('stg_reference__rag_rules') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'rag_profile'
),

final as (
    select
        rag_rules.rag_profile_id,
        rag_rules.version,
        rag_rules.rag_status,
        rag_rules.basis,
        rag_rules.applies_to,
        rag_rules.lower_bound,
        rag_rules.upper_bound,
        rag_rules.is_lower_inclusive,
        rag_rules.is_upper_inclusive,
        rule_versions.valid_from_date,
        rule_versions.valid_to_date
    from rag_rules
    inner join rule_versions
        on
            rag_rules.rag_profile_id = rule_versions.rule_id
            and rag_rules.version = rule_versions.version
)

select * from final
