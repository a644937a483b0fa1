with target_tiers as (
    select * from {{ ref('stg_reference__target_tiers') }}
),

tiers as (
    select * from {{ ref('stg_reference__tiers') }}
),

final as (
    select
        target_tiers.target_version_id,
        target_tiers.tier,
        target_tiers.threshold_value,
        tiers.tier_rank
    from target_tiers
    inner join tiers
        on target_tiers.tier = tiers.tier
)

select * from final
