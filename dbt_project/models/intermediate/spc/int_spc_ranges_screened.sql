with used as (
    select
        measure_id,
        organisation_unit_id,
        spc_profile_id,
        profile_version,
        segment,
        value,
        moving_range
    from {{ ref('int_spc_ranges') }}
    where is_used_for_limits
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        screening_factor
    from {{ ref('stg_reference__spc_profiles') }}
),

totals as (
    select
        measure_id,
        organisation_unit_id,
        spc_profile_id,
        profile_version,
        segment,
        count(*) as point_count,
        sum(value) as value_total,
        count(moving_range) as range_count,
        sum(moving_range) as range_total
    from used
    group by
        measure_id, organisation_unit_id, spc_profile_id, profile_version, segment
),

-- Once, against the average of all; the mean keeps every point.
kept as (
    select
        used.measure_id,
        used.organisation_unit_id,
        used.spc_profile_id,
        used.segment,
        count(*) as kept_count,
        sum(used.moving_range) as kept_total
    from used
    inner join totals using (measure_id, organisation_unit_id, spc_profile_id, segment)
    inner join profiles
        on
            used.spc_profile_id = profiles.spc_profile_id
            and used.profile_version = profiles.profile_version
    where
        used.moving_range is not null
        and (
            profiles.screening_factor is null
            or used.moving_range < {{ scaled_ratio(
                'profiles.screening_factor', 'totals.range_total', 'totals.range_count'
            ) }}
        )
    group by
        used.measure_id, used.organisation_unit_id, used.spc_profile_id, used.segment
),

final as (
    select
        totals.*,
        coalesce(kept.kept_count, 0) as kept_count,
        kept.kept_total
    from totals
    left join kept using (measure_id, organisation_unit_id, spc_profile_id, segment)
)

select * from final
