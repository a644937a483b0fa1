with facts as (
    select * from {{ ref('int_spc_facts') }}
),

shifts as (
    select * from {{ ref('int_spc_shifts') }}
),

trends as (
    select * from {{ ref('int_spc_trends') }}
),

two_of_threes as (
    select * from {{ ref('int_spc_two_of_threes') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        outside_rank,
        trend_rank,
        shift_rank,
        two_of_three_rank
    from {{ ref('stg_reference__spc_profiles') }}
),

joined as (
    select
        facts.*,
        coalesce(shifts.shift_side, 0) as shift_side,
        shifts.shift_length,
        coalesce(two_of_threes.two_of_three_side, 0) as two_of_three_side,
        trends.rise_length,
        trends.fall_length,
        coalesce(trends.is_trend_up, false) as is_trend_up,
        coalesce(trends.is_trend_down, false) as is_trend_down,
        profiles.outside_rank,
        profiles.trend_rank,
        profiles.shift_rank,
        profiles.two_of_three_rank
    from facts
    left join shifts
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    left join trends
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    left join two_of_threes
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    inner join profiles
        on
            facts.spc_profile_id = profiles.spc_profile_id
            and facts.profile_version = profiles.profile_version
),

-- The highest rank on either side, 0 where nothing holds.
final as (
    select
        *,
        greatest(
            case when outside_side = 1 then outside_rank else 0 end,
            case when is_trend_up then trend_rank else 0 end,
            case when shift_side = 1 then shift_rank else 0 end,
            case when two_of_three_side = 1 then two_of_three_rank else 0 end
        ) as up_rank,
        greatest(
            case when outside_side = -1 then outside_rank else 0 end,
            case when is_trend_down then trend_rank else 0 end,
            case when shift_side = -1 then shift_rank else 0 end,
            case when two_of_three_side = -1 then two_of_three_rank else 0 end
        ) as down_rank
    from joined
)

select * from final
