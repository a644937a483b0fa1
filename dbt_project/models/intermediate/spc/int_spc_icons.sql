with latest_points as (
    select * from {{ ref('int_spc_latest_points') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        target_on_limit = 'decides' as does_limit_decide
    from {{ ref('stg_reference__spc_profiles') }}
),

-- How far the target lies beyond the limit on its good and on its bad side.
placed as (
    select
        latest_points.*,
        profiles.does_limit_decide,
        case latest_points.direction
            when 'higher' then latest_points.lower_limit - latest_points.target_value
            when 'lower' then latest_points.target_value - latest_points.upper_limit
        end as passed_by,
        case latest_points.direction
            when 'higher' then latest_points.target_value - latest_points.upper_limit
            when 'lower' then latest_points.lower_limit - latest_points.target_value
        end as failed_by
    from latest_points
    inner join profiles
        on
            latest_points.spc_profile_id = profiles.spc_profile_id
            and latest_points.profile_version = profiles.profile_version
),

-- Passing goes first: both limits may have closed in on the target.
final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        profile_version,
        target_value,
        case
            when not has_enough_points then 'too_few_points'
            when point_type not in ('improvement', 'concern') then point_type
            when point_side = 1 then point_type || '_high'
            else point_type || '_low'
        end as variation_icon,
        case
            when not has_enough_points or passed_by is null then null
            when passed_by > 0 or (passed_by = 0 and does_limit_decide)
                then 'consistent_pass'
            when failed_by > 0 or (failed_by = 0 and does_limit_decide)
                then 'consistent_fail'
            else 'inconsistent'
        end as assurance_icon
    from placed
)

select * from final
