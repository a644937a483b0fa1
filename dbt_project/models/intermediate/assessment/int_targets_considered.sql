with targets_in_force as (
    select * from {{ ref('int_targets_in_force') }}
),

targets_compared as (
    select * from {{ ref('int_targets_compared') }}
),

rules_compared as (
    select * from {{ ref('int_rules_compared') }}
    where rule_kind = 'rag_profile'
),

measures as (
    select
        measures.measure_id,
        measures.rag_profile_id,
        rag_profiles.fallback_rag_profile_id
    from {{ ref('stg_reference__measures') }} as measures
    inner join {{ ref('stg_reference__rag_profiles') }} as rag_profiles
        on measures.rag_profile_id = rag_profiles.rag_profile_id
),

-- What a period is judged by; then by what else, to tell what a change did: the version
-- of the target that was replaced, and the version of the rule.
final as (
    select
        targets_in_force.*,
        cast(null as varchar) as alternative_id
    from targets_in_force
    union all
    select * from targets_compared
    union all
    select
        targets_in_force.*,
        rules_compared.alternative_id
    from targets_in_force
    inner join measures
        on targets_in_force.measure_id = measures.measure_id
    inner join rules_compared
        on
            rules_compared.rule_id
            in (measures.rag_profile_id, measures.fallback_rag_profile_id)
            and {{ is_in_force('rules_compared', 'targets_in_force.period_end_date') }}
)

select * from final
