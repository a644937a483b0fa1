with values_observed as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        value_status,
        -- A band is charted as its distance from zero, the way it is judged.
        case when value_status = 'reported' then judged_value end as value
    from {{ ref('int_values_observed') }}
),

measures as (
    select * from {{ ref('int_spc_measures') }}
),

profiles as (
    select * from {{ ref('int_spc_profiles_dated') }}
),

-- A chart is one picture, drawn as a whole by the rules of its latest point; one that
-- has no point yet, by those of its last period.
series as (
    select
        *,
        coalesce(
            max(case when value is not null then period_end_date end) over (
                partition by measure_id, organisation_unit_id
            ),
            max(period_end_date) over (partition by measure_id, organisation_unit_id)
        ) as drawn_by_date
    from values_observed
),

events as (
    select * from {{ ref('int_spc_events_in_force') }}
),

periods_with_events as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        max(case when event_type = 'rebase' then 1 else 0 end) as rebases,
        max(case when event_type = 'ghost' then 1 else 0 end) as ghosts
    from events
    group by measure_id, organisation_unit_id, period_id
),

-- An event needs its point: where there is none, a finding says so.
final as (
    select
        series.measure_id,
        series.organisation_unit_id,
        series.period_id,
        series.period_end_date,
        profiles.spc_profile_id,
        profiles.version as profile_version,
        series.value_status,
        series.value,
        measures.direction,
        measures.conflict_rule,
        case
            when
                baselines.point_count >= coalesce(profiles.minimum_baseline_points, 0)
                then baselines.point_count
        end as baseline_point_count,
        series.value is not null
        and coalesce(periods_with_events.rebases, 0) = 1 as is_rebase,
        series.value is not null
        and profiles.has_ghosts
        and coalesce(periods_with_events.ghosts, 0) = 1 as is_ghost
    from series
    inner join measures
        on series.measure_id = measures.measure_id
    inner join profiles
        on {{ is_in_force('profiles', 'series.drawn_by_date') }}
    left join periods_with_events
        on
            series.measure_id = periods_with_events.measure_id
            and series.organisation_unit_id
            = periods_with_events.organisation_unit_id
            and series.period_id = periods_with_events.period_id
    left join events as baselines
        on
            series.measure_id = baselines.measure_id
            and series.organisation_unit_id = baselines.organisation_unit_id
            and baselines.event_type = 'baseline'
)

select * from final
