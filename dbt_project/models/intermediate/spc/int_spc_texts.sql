with points as (
    select * from {{ ref('int_spc_point_types') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version,
        minimum_points,
        warning_points,
        {{ rule_tail('spc_profile_id', 'version') }} as rule_clause
    from {{ ref('stg_reference__spc_profiles') }}
),

measures as (
    select
        measure_id,
        unit,
        display_decimals,
        -- A limit lies between two figures more often than on one.
        least(display_decimals + 1, 4) as limit_decimals
    from {{ ref('stg_reference__measures') }}
),

units as (
    select
        unit,
        prefix,
        suffix
    from {{ ref('stg_reference__units') }}
),

periods as (
    select
        period_id,
        label,
        article || label as the_period,
        preposition || article || label as in_period
    from {{ ref('int_periods') }}
),

final as (
    select
        points.measure_id,
        points.organisation_unit_id,
        points.period_id,
        points.spc_profile_id,
        profiles.rule_clause,
        periods.the_period,
        periods.in_period,
        first_value(periods.label) over (
            partition by
                points.measure_id,
                points.organisation_unit_id,
                points.spc_profile_id,
                points.segment
            order by
                case when points.value is null then 1 else 0 end, points.period_end_date
        ) as segment_from,
        case
            when points.series_point_count < profiles.minimum_points
                then
                    'The series has ' || cast(points.series_point_count as varchar)
                    || ' of the ' || cast(profiles.minimum_points as varchar)
                    || ' points it needs before limits are shown.'
            when points.segment_point_count < profiles.warning_points
                then
                    'The segment has ' || cast(points.segment_point_count as varchar)
                    || case
                        when points.segment_point_count = 1 then ' point; under '
                        else ' points; under '
                    end || cast(profiles.warning_points as varchar)
                    || ' its limits are provisional.'
        end as shortage,
        coalesce(points.series_point_count < profiles.minimum_points, false)
            as is_too_short,
        {% for line in [
            'mean', 'lower_limit', 'upper_limit', 'near_lower_limit', 'near_upper_limit'
        ] %}
            {{ with_unit(
                format_number('points.' ~ line, 'measures.limit_decimals'),
                'points.' ~ line, 'units.prefix', 'units.suffix'
            ) }} as {{ line }},
        {% endfor %}
        {{ with_unit(
            format_number('points.value', 'measures.display_decimals'),
            'points.value', 'units.prefix', 'units.suffix'
        ) }} as value
    from points
    inner join profiles
        on
            points.spc_profile_id = profiles.spc_profile_id
            and points.profile_version = profiles.profile_version
    inner join measures
        on points.measure_id = measures.measure_id
    left join units
        on measures.unit = units.unit
    inner join periods
        on points.period_id = periods.period_id
)

select * from final
