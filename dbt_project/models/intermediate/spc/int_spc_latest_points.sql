with points as (
    select * from {{ ref('int_spc_point_types') }}
    where is_point
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        minimum_points
    from {{ ref('stg_reference__spc_profiles') }}
),

targets_in_force as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        target_value
    from {{ ref('int_targets_in_force') }}
),

-- A ghost is passed over, and so is a period without a point.
ranked as (
    select
        *,
        row_number() over (
            partition by measure_id, organisation_unit_id, spc_profile_id
            order by period_end_date desc
        ) as recency
    from points
),

final as (
    select
        ranked.measure_id,
        ranked.organisation_unit_id,
        ranked.period_id,
        ranked.spc_profile_id,
        ranked.profile_version,
        ranked.direction,
        ranked.point_type,
        ranked.point_side,
        ranked.series_point_count,
        ranked.lower_limit,
        ranked.upper_limit,
        targets_in_force.target_value,
        ranked.series_point_count >= coalesce(profiles.minimum_points, 0)
            as has_enough_points
    from ranked
    inner join profiles
        on
            ranked.spc_profile_id = profiles.spc_profile_id
            and ranked.profile_version = profiles.profile_version
    left join targets_in_force
        on
            ranked.measure_id = targets_in_force.measure_id
            and ranked.organisation_unit_id = targets_in_force.organisation_unit_id
            and ranked.period_id = targets_in_force.period_id
    where ranked.recency = 1
)

select * from final
