with patterns as (
    select * from {{ ref('int_spc_patterns') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        default_conflict_rule,
        neutral_conflict_rule
    from {{ ref('stg_reference__spc_profiles') }}
),

-- 1 is up, -1 down, 0 nothing unusual.
sided as (
    select
        patterns.*,
        case
            when patterns.up_rank = 0 and patterns.down_rank = 0 then 0
            when
                patterns.direction = 'none'
                and profiles.neutral_conflict_rule = 'high'
                then case when patterns.up_rank > 0 then 1 else -1 end
            when patterns.up_rank > patterns.down_rank then 1
            when patterns.up_rank < patterns.down_rank then -1
            when
                (patterns.direction = 'lower') = (
                    coalesce(patterns.conflict_rule, profiles.default_conflict_rule)
                    = 'improvement'
                )
                then -1
            else 1
        end as point_side
    from patterns
    inner join profiles
        on
            patterns.spc_profile_id = profiles.spc_profile_id
            and patterns.profile_version = profiles.profile_version
),

final as (
    select
        *,
        case
            when point_side = 0 then 'common_cause'
            when direction = 'none' and point_side = 1 then 'neutral_high'
            when direction = 'none' then 'neutral_low'
            when (direction = 'higher') = (point_side = 1) then 'improvement'
            else 'concern'
        end as point_type
    from sided
)

select * from final
