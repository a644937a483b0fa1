with points as (
    select * from {{ ref('int_spc_point_types') }}
),

events as (
    select * from {{ ref('int_spc_events_in_force') }}
),

period_reasons as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        max(case when event_type = 'rebase' then reason end) as rebase_reason,
        max(case when event_type = 'ghost' then reason end) as ghost_reason,
        max(case when event_type = 'annotation' then reason end) as annotation_reason
    from events
    group by measure_id, organisation_unit_id, period_id
),

joined as (
    select
        points.measure_id,
        points.organisation_unit_id,
        points.period_id,
        points.spc_profile_id,
        coalesce('; rebased: ' || case
            when points.is_rebase then period_reasons.rebase_reason
        end, '') as rebase_clause,
        coalesce('; left out: ' || case
            when points.is_ghost then period_reasons.ghost_reason
        end, '') as ghost_clause,
        case
            when points.is_baseline_end
                then
                    '; end of the fixed baseline of '
                    || cast(baselines.point_count as varchar) || ' points: '
                    || baselines.reason
            else ''
        end as baseline_clause,
        coalesce('; ' || period_reasons.annotation_reason, '') as annotation_clause
    from points
    left join period_reasons
        on
            points.measure_id = period_reasons.measure_id
            and points.organisation_unit_id = period_reasons.organisation_unit_id
            and points.period_id = period_reasons.period_id
    left join events as baselines
        on
            points.measure_id = baselines.measure_id
            and points.organisation_unit_id = baselines.organisation_unit_id
            and baselines.event_type = 'baseline'
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        nullif(substr(
            rebase_clause || ghost_clause || baseline_clause || annotation_clause, 3
        ), '') as event_text
    from joined
)

select * from final
