with points as (
    select
        *,
        value is not null and not is_ghost as is_point
    from {{ ref('int_spc_points') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        baseline_scope
    from {{ ref('stg_reference__spc_profiles') }}
),

rebased as (
    select
        points.*,
        profiles.baseline_scope,
        sum(case when points.is_rebase then 1 else 0 end) over (
            partition by
                points.measure_id, points.organisation_unit_id, points.spc_profile_id
            order by points.period_end_date
            rows between unbounded preceding and current row
        ) as rebase_count
    from points
    inner join profiles
        on
            points.spc_profile_id = profiles.spc_profile_id
            and points.profile_version = profiles.profile_version
),

-- Numbered from the start of what a fixed baseline belongs to.
final as (
    select
        *,
        sum(case when is_point then 1 else 0 end) over (
            partition by
                measure_id,
                organisation_unit_id,
                spc_profile_id,
                case baseline_scope when 'segment' then rebase_count else 0 end
            order by period_end_date
            rows between unbounded preceding and current row
        ) as point_number,
        cast(sum(case when is_point then 1 else 0 end) over (
            partition by measure_id, organisation_unit_id, spc_profile_id
        ) as integer) as series_point_count
    from rebased
)

select * from final
