with finding_types as (
    select * from {{ ref('stg_reference__finding_types') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'finding_rule'
),

-- A finding says how things stand on the day that is asked about, by the rules of that
-- day.
final as (
    select
        finding_types.finding_type,
        finding_types.name,
        finding_types.severity,
        finding_types.remedy,
        finding_types.version
    from finding_types
    inner join rule_versions
        on
            finding_types.finding_type = rule_versions.rule_id
            and finding_types.version = rule_versions.version
    where {{ is_in_force('rule_versions', as_of()) }}
)

select * from final
