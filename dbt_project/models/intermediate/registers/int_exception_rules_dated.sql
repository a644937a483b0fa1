with considered as (
    select
        rule_id,
        version,
        cast(null as varchar) as alternative_id,
        valid_from_date,
        valid_to_date
    from {{ ref('int_rule_versions') }}
    where rule_kind = 'exception_rule'
    union all
    select
        rule_id,
        old_version,
        alternative_id,
        valid_from_date,
        valid_to_date
    from {{ ref('int_rules_compared') }}
    where rule_kind = 'exception_rule'
),

parameters as (
    select * from {{ ref('stg_reference__exception_parameters') }}
),

-- A criterion without numbers has a version all the same.
final as (
    select
        considered.rule_id as exception_rule_id,
        considered.version,
        parameters.rag_profile_id,
        parameters.parameter,
        parameters.value,
        considered.alternative_id,
        considered.valid_from_date,
        considered.valid_to_date
    from considered
    left join parameters
        on
            considered.rule_id = parameters.exception_rule_id
            and considered.version = parameters.version
)

select * from final
