with points as (
    select * from {{ ref('int_spc_points_counted') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        is_trend_across_rebases,
        is_run_across_rebases,
        is_run_across_baseline_ends
    from {{ ref('stg_reference__spc_profiles') }}
),

-- A series too short for its baseline has none, as if nobody had asked for it.
baselined as (
    select
        *,
        coalesce(
            (baseline_scope = 'segment' or baseline_point_count <= series_point_count)
            and (
                point_number < baseline_point_count
                or (point_number = baseline_point_count and is_point)
            ),
            false
        ) as is_in_baseline,
        coalesce(
            baseline_scope = 'segment'
            -- What follows a rebase makes limits of its own again.
            or (baseline_point_count <= series_point_count and rebase_count = 0),
            false
        ) as can_be_judged_by_baseline
    from points
),

-- A rebase inside a baseline of the series waits for the baseline's end.
segmented as (
    select
        *,
        cast(case
            when is_in_baseline and baseline_scope = 'series' then 1
            else rebase_count + 1
        end as integer) as segment,
        can_be_judged_by_baseline and baseline_point_count is not null
            as is_judged_by_baseline
    from baselined
),

final as (
    select
        segmented.*,
        case when profiles.is_trend_across_rebases then 0 else segmented.segment end
            as trend_zone,
        cast(
            case when profiles.is_run_across_rebases then 0 else segmented.segment end
            as {{ dbt.type_string() }}
        )
        || case
            when
                segmented.is_in_baseline
                and not profiles.is_run_across_baseline_ends
                then ' baseline'
            else ''
        end as run_zone,
        segmented.is_in_baseline
        and segmented.point_number = segmented.baseline_point_count
        and segmented.is_point as is_baseline_end,
        segmented.is_point
        and (segmented.is_in_baseline or not segmented.is_judged_by_baseline)
            as is_used_for_limits
    from segmented
    inner join profiles
        on
            segmented.spc_profile_id = profiles.spc_profile_id
            and segmented.profile_version = profiles.profile_version
)

select * from final
