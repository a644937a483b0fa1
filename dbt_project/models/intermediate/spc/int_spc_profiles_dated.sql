with profiles as (
    select * from {{ ref('stg_reference__spc_profiles') }}
),

rule_versions as (
    select * from {{ ref('int_rule_versions') }}
    where rule_kind = 'spc_profile'
),

final as (
    select
        profiles.*,
        rule_versions.valid_from_date,
        rule_versions.valid_to_date
    from profiles
    inner join rule_versions
        on
            profiles.spc_profile_id = rule_versions.rule_id
            and profiles.version = rule_versions.version
)

select * from final
