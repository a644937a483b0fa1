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
    select
        spc_profile_id,
        has_ghosts,
        minimum_baseline_points
    from {{ ref('stg_reference__spc_profiles') }}
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
        values_observed.measure_id,
        values_observed.organisation_unit_id,
        values_observed.period_id,
        values_observed.period_end_date,
        profiles.spc_profile_id,
        values_observed.value_status,
        values_observed.value,
        measures.direction,
        measures.conflict_rule,
        case
            when
                baselines.point_count >= coalesce(profiles.minimum_baseline_points, 0)
                then baselines.point_count
        end as baseline_point_count,
        values_observed.value is not null
        and coalesce(periods_with_events.rebases, 0) = 1 as is_rebase,
        values_observed.value is not null
        and profiles.has_ghosts
        and coalesce(periods_with_events.ghosts, 0) = 1 as is_ghost
    from values_observed
    inner join measures
        on values_observed.measure_id = measures.measure_id
    cross join profiles
    left join periods_with_events
        on
            values_observed.measure_id = periods_with_events.measure_id
            and values_observed.organisation_unit_id
            = periods_with_events.organisation_unit_id
            and values_observed.period_id = periods_with_events.period_id
    left join events as baselines
        on
            values_observed.measure_id = baselines.measure_id
            and values_observed.organisation_unit_id = baselines.organisation_unit_id
            and baselines.event_type = 'baseline'
)

select * from final
