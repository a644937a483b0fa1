with rule_versions as (
    select * from {{ ref('int_rule_versions') }}
),

replaced as (
    select
        rule_kind,
        rule_id,
        version,
        lag(version) over (partition by rule_kind, rule_id order by version)
            as old_version,
        valid_from_date,
        valid_to_date
    from rule_versions
),

-- The version that was replaced is asked about the days of the one that replaced it.
final as (
    select
        rule_kind,
        rule_id,
        old_version,
        version,
        rule_id || '@' || cast(old_version as varchar) as alternative_id,
        valid_from_date,
        valid_to_date
    from replaced
    where old_version is not null
)

select * from final
