with points as (
    select * from {{ ref('int_spc_point_types') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        minimum_points,
        warning_points
    from {{ ref('stg_reference__spc_profiles') }}
),

icons as (
    select * from {{ ref('int_spc_icons') }}
),

sentences as (
    select * from {{ ref('int_spc_sentences') }}
),

assurances as (
    select * from {{ ref('int_spc_assurances') }}
),

event_texts as (
    select * from {{ ref('int_spc_event_texts') }}
),

texts as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        segment_from
    from {{ ref('int_spc_texts') }}
),

final as (
    select
        points.measure_id,
        points.organisation_unit_id,
        points.period_id,
        points.spc_profile_id,
        points.segment,
        'From ' || texts.segment_from as segment_label,
        event_texts.event_text,
        points.point_type,
        icons.variation_icon,
        icons.assurance_icon,
        points.no_limits_reason,
        sentences.explanation,
        assurances.assurance_explanation,
        points.value,
        points.mean,
        points.lower_limit,
        points.upper_limit,
        points.near_lower_limit,
        points.near_upper_limit,
        points.moving_range,
        points.average_moving_range,
        icons.target_value,
        points.profile_version as spc_profile_version,
        points.series_point_count,
        points.segment_point_count,
        points.is_ghost,
        points.is_used_for_limits,
        icons.measure_id is not null as is_latest,
        points.is_rebase,
        points.is_in_baseline,
        points.outside_side != 0 as is_outside_limits,
        points.shift_side != 0 as is_shift,
        points.is_trend_up or points.is_trend_down as is_trend,
        points.two_of_three_side != 0 as is_two_of_three,
        points.upper_limit is not null
        and points.series_point_count >= coalesce(profiles.minimum_points, 0)
            as are_limits_shown,
        points.segment_point_count < coalesce(profiles.warning_points, 0)
            as has_few_points,
        points.period_end_date
    from points
    inner join texts
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    inner join sentences
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    inner join event_texts
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    left join icons
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    left join assurances
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    inner join profiles
        on
            points.spc_profile_id = profiles.spc_profile_id
            and points.profile_version = profiles.profile_version
)

select * from final
