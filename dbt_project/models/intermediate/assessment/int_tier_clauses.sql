with target_tiers as (
    select * from {{ ref('stg_reference__target_tiers') }}
),

tiers as (
    select
        tier,
        tier_rank
    from {{ ref('stg_reference__tiers') }}
),

targets as (
    select
        target_version_id,
        measure_id
    from {{ ref('stg_reference__targets') }}
),

measures as (
    select
        measure_id,
        direction,
        maximum_value,
        unit
    from {{ ref('stg_reference__measures') }}
),

units as (
    select * from {{ ref('stg_reference__units') }}
),

-- Nothing lies beyond all of it, nor below nothing.
worded as (
    select
        target_tiers.target_version_id,
        tiers.tier_rank,
        tiers.tier,
        {{ with_unit(
            format_short('target_tiers.threshold_value'),
            'target_tiers.threshold_value', 'units.prefix', 'units.suffix'
        ) }}
        || case
            when measures.direction = 'lower' and target_tiers.threshold_value = 0
                then ''
            when measures.direction = 'lower' then ' or less'
            when target_tiers.threshold_value = measures.maximum_value then ''
            else ' or more'
        end as threshold,
        row_number() over (
            partition by target_tiers.target_version_id order by tiers.tier_rank
        ) as position_from_lowest
    from target_tiers
    inner join tiers
        on target_tiers.tier = tiers.tier
    inner join targets
        on target_tiers.target_version_id = targets.target_version_id
    inner join measures
        on targets.measure_id = measures.measure_id
    left join units
        on measures.unit = units.unit
),

-- Rank 0 is worse than every tier.
final as (
    select
        target_version_id,
        tier_rank,
        'reaches the ' || tier || ' tier (' || threshold || ')' as clause
    from worded
    union all
    select
        target_version_id,
        0 as tier_rank,
        'is below every tier (the lowest, ' || tier || ': ' || threshold || ')'
            as clause
    from worded
    where position_from_lowest = 1
)

select * from final
