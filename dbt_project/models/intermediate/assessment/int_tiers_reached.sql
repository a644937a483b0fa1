with attainments as (
    select * from {{ ref('int_attainments') }}
),

measures as (
    select
        measure_id,
        direction
    from {{ ref('stg_reference__measures') }}
),

target_tiers as (
    select * from {{ ref('stg_reference__target_tiers') }}
),

tiers as (
    select * from {{ ref('stg_reference__tiers') }}
),

compared as (
    select
        attainments.measure_id,
        attainments.organisation_unit_id,
        attainments.period_id,
        attainments.alternative_id,
        target_tiers.tier,
        tiers.tier_rank,
        case
            when measures.direction = 'lower'
                then attainments.judged_value <= target_tiers.threshold_value
            else attainments.judged_value >= target_tiers.threshold_value
        end as is_reached
    from attainments
    inner join measures
        on attainments.measure_id = measures.measure_id
    inner join target_tiers
        on attainments.target_version_id = target_tiers.target_version_id
    inner join tiers
        on target_tiers.tier = tiers.tier
    where attainments.judged_value is not null
),

-- Rank 0 is worse than every tier.
final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        alternative_id,
        max(case when is_reached then tier_rank else 0 end) as tier_rank
    from compared
    group by measure_id, organisation_unit_id, period_id, alternative_id
)

select * from final
