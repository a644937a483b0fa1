with baselines as (
    select
        measure_id,
        organisation_unit_id,
        point_count
    from {{ ref('int_spc_events_in_force') }}
    where event_type = 'baseline'
),

segments as (
    select
        *,
        is_in_baseline and baseline_scope = 'series' as is_judged_by_first_points
    from {{ ref('int_spc_segments') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        name,
        minimum_baseline_points
    from {{ ref('stg_reference__spc_profiles') }}
),

series as (
    select
        baselines.measure_id,
        baselines.organisation_unit_id,
        baselines.point_count,
        profiles.name as profile_name,
        profiles.minimum_baseline_points,
        max(segments.series_point_count) as series_point_count,
        max(case when segments.is_in_baseline then 1 else 0 end) as is_applied,
        min(
            case
                when segments.is_rebase and segments.is_judged_by_first_points
                    then segments.period_id
            end
        ) as rebased_period_id
    from baselines
    inner join segments
        using (measure_id, organisation_unit_id)
    inner join profiles
        on
            segments.spc_profile_id = profiles.spc_profile_id
            and segments.profile_version = profiles.profile_version
    group by
        baselines.measure_id,
        baselines.organisation_unit_id,
        baselines.point_count,
        profiles.name,
        profiles.minimum_baseline_points
),

final as (
    select
        'chart_baseline_not_applied' as finding_type,
        measure_id,
        organisation_unit_id,
        cast(null as {{ dbt.type_string() }}) as period_id,
        'The fixed baseline of ' || cast(point_count as varchar)
        || ' points is not applied by ' || profile_name || ': '
        || case
            when point_count < minimum_baseline_points
                then
                    'it takes none under '
                    || cast(minimum_baseline_points as varchar) || ' points.'
            else
                'the series has ' || cast(series_point_count as varchar) || '.'
        end as explanation
    from series
    where is_applied = 0
    union all
    select
        'chart_rebase_within_baseline' as finding_type,
        measure_id,
        organisation_unit_id,
        rebased_period_id as period_id,
        'The control chart is rebased inside its fixed baseline of '
        || cast(point_count as varchar) || ' points; by ' || profile_name
        || ' the baseline keeps its points, and what follows has limits of its '
        || 'own.' as explanation
    from series
    where rebased_period_id is not null
)

select * from final
