with totals as (
    select * from {{ ref('int_spc_ranges_screened') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        limit_factor,
        limit_sigmas,
        near_limit_sigmas
    from {{ ref('stg_reference__spc_profiles') }}
),

final as (
    select
        totals.measure_id,
        totals.organisation_unit_id,
        totals.spc_profile_id,
        totals.segment,
        {{ divide('totals.value_total', 'totals.point_count') }} as mean,
        {{ divide('totals.kept_total', 'totals.kept_count') }} as average_moving_range,
        {{ control_limit('-', 'limit_sigmas') }} as lower_limit,
        {{ control_limit('+', 'limit_sigmas') }} as upper_limit,
        {{ control_limit('-', 'near_limit_sigmas') }} as near_lower_limit,
        {{ control_limit('+', 'near_limit_sigmas') }} as near_upper_limit,
        cast(totals.point_count as integer) as limit_point_count,
        cast(totals.range_count - totals.kept_count as integer) as screened_count,
        case
            when totals.kept_count > 0 then null
            when totals.range_count > 0 then 'constant'
            when totals.point_count > 1 then 'no_neighbours'
            else 'one_point'
        end as no_limits_reason
    from totals
    inner join profiles
        on
            totals.spc_profile_id = profiles.spc_profile_id
            and totals.profile_version = profiles.profile_version
)

select * from final
