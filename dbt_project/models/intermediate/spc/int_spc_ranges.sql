with segments as (
    select * from {{ ref('int_spc_segments') }}
),

-- A ghost is passed over as if it were not there; a missing figure is a gap.
neighbours as (
    select
        *,
        lag(value) over (
            partition by
                measure_id, organisation_unit_id, spc_profile_id, is_ghost, segment
            order by period_end_date
        ) as previous_in_segment,
        lag(value) over (
            partition by
                measure_id, organisation_unit_id, spc_profile_id, is_ghost, trend_zone
            order by period_end_date
        ) as previous_in_trend_zone
    from segments
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        spc_profile_id,
        profile_version,
        value_status,
        value,
        direction,
        conflict_rule,
        segment,
        trend_zone,
        run_zone,
        case
            when is_used_for_limits then abs(value - previous_in_segment)
        end as moving_range,
        case
            when is_point then cast(sign(value - previous_in_trend_zone) as integer)
        end as step,
        series_point_count,
        cast(sum(case when is_point then 1 else 0 end) over (
            partition by measure_id, organisation_unit_id, spc_profile_id, segment
        ) as integer) as segment_point_count,
        is_rebase,
        is_ghost,
        is_point,
        is_in_baseline,
        is_baseline_end,
        is_used_for_limits
    from neighbours
)

select * from final
