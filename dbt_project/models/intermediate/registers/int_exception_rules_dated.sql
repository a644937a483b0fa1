with rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'exception_rule'
),

parameters as (
    select * from {{ ref('stg_reference__exception_parameters') }}
),

-- A criterion without numbers has a version all the same.
final as (
    select
        rule_versions.rule_id as exception_rule_id,
        rule_versions.version,
        parameters.rag_profile_id,
        parameters.parameter,
        parameters.value,
        rule_versions.valid_from_date,
        rule_versions.valid_to_date
    from rule_versions
    left join parameters
        on
            rule_versions.rule_id = parameters.exception_rule_id
            and rule_versions.version = parameters.version
)

select * from final
