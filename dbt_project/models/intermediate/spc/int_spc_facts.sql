with ranges as (
    select * from {{ ref('int_spc_ranges') }}
),

limits as (
    select * from {{ ref('int_spc_limits') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        is_outside_near
    from {{ ref('stg_reference__spc_profiles') }}
),

joined as (
    select
        ranges.*,
        limits.mean,
        limits.average_moving_range,
        limits.lower_limit,
        limits.upper_limit,
        limits.near_lower_limit,
        limits.near_upper_limit,
        case
            when limits.segment is null then 'no_point' else limits.no_limits_reason
        end as no_limits_reason,
        profiles.is_outside_near
    from ranges
    inner join profiles
        on
            ranges.spc_profile_id = profiles.spc_profile_id
            and ranges.profile_version = profiles.profile_version
    left join limits
        on
            ranges.measure_id = limits.measure_id
            and ranges.organisation_unit_id = limits.organisation_unit_id
            and ranges.spc_profile_id = limits.spc_profile_id
            and ranges.segment = limits.segment
),

-- Beyond is strictly beyond: a point on a limit is inside, one on the mean on no side.
sided as (
    select
        *,
        case when is_point then cast(sign(value - mean) as integer) end as side,
        case
            when is_point and value > upper_limit then 1
            when is_point and value < lower_limit then -1
            else 0
        end as outside_side,
        is_point
        and coalesce(value > near_upper_limit or value < near_lower_limit, false)
            as is_beyond_near_limit
    from joined
),

final as (
    select
        *,
        is_beyond_near_limit and (is_outside_near or outside_side = 0) as is_near
    from sided
)

select * from final
