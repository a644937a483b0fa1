with points as (
    select * from {{ ref('fct_measure_spc') }}
),

profiles as (
    select
        spc_profile_id,
        version,
        name,
        minimum_points,
        warning_points,
        is_default
    from {{ ref('dim_spc_profiles') }}
),

icons as (
    select
        spc_icon_id,
        name,
        matrix_group
    from {{ ref('dim_spc_icons') }}
),

periods as (
    select
        period_id,
        label
    from {{ ref('dim_periods') }}
),

-- A series without a point has a row that says so.
series as (
    select distinct
        measure_id,
        organisation_unit_id,
        spc_profile_id,
        spc_profile_version
    from points
),

latest as (
    select * from points
    where is_latest
),

final as (
    select
        series.measure_id,
        series.organisation_unit_id,
        series.spc_profile_id,
        profiles.name as spc_profile_name,
        latest.period_id,
        periods.label as period_label,
        latest.variation_icon,
        variations.name as variation_name,
        variations.matrix_group as variation_group,
        coalesce(
            latest.explanation, 'No figure has been reported, so there is no point.'
        ) as variation_explanation,
        latest.assurance_icon,
        assurances.name as assurance_name,
        assurances.matrix_group as assurance_group,
        latest.assurance_explanation,
        latest.no_limits_reason,
        latest.segment_label,
        latest.value,
        latest.mean,
        latest.lower_limit,
        latest.upper_limit,
        latest.target_value,
        coalesce(latest.series_point_count, 0) as series_point_count,
        coalesce(latest.segment_point_count, 0) as segment_point_count,
        series.spc_profile_version,
        profiles.minimum_points,
        profiles.warning_points,
        profiles.is_default,
        coalesce(latest.are_limits_shown, false) as are_limits_shown,
        coalesce(latest.has_few_points, false) as has_few_points
    from series
    inner join profiles
        on
            series.spc_profile_id = profiles.spc_profile_id
            and series.spc_profile_version = profiles.version
    left join latest
        on
            series.measure_id = latest.measure_id
            and series.organisation_unit_id = latest.organisation_unit_id
            and series.spc_profile_id = latest.spc_profile_id
    left join periods
        on latest.period_id = periods.period_id
    left join icons as variations
        on latest.variation_icon = variations.spc_icon_id
    left join icons as assurances
        on latest.assurance_icon = assurances.spc_icon_id
)

select * from final
