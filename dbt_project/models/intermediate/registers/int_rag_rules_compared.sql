with rule_versions as (
    select
        rule_id as rag_profile_id,
        version,
        valid_from_date,
        valid_to_date
    from {{ ref('int_rule_versions') }}
    where rule_kind = 'rag_profile'
),

replaced as (
    select
        rag_profile_id,
        version as new_version,
        lag(version) over (partition by rag_profile_id order by version)
            as old_version,
        valid_from_date,
        valid_to_date
    from rule_versions
),

-- The version that was replaced is asked about the days of the one that replaced it.
final as (
    select
        rag_profile_id || '@' || cast(old_version as varchar) as alternative_id,
        rag_profile_id,
        old_version,
        new_version,
        valid_from_date,
        valid_to_date
    from replaced
    where old_version is not null
)

select * from final
