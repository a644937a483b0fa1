with latest_points as (
    select * from {{ ref('int_spc_latest_points') }}
),

icons as (
    select
        measure_id,
        organisation_unit_id,
        spc_profile_id,
        variation_icon,
        assurance_icon
    from {{ ref('int_spc_icons') }}
),

texts as (
    select * from {{ ref('int_spc_texts') }}
),

sentences as (
    select * from {{ ref('int_spc_sentences') }}
),

outlooks as (
    select * from {{ ref('int_spc_outlooks') }}
),

measures as (
    select
        measure_id,
        unit
    from {{ ref('stg_reference__measures') }}
),

units as (
    select
        unit,
        prefix,
        suffix
    from {{ ref('stg_reference__units') }}
),

-- Where the target lies among the limits, or why nothing can be said about it.
found as (
    select
        latest_points.measure_id,
        latest_points.organisation_unit_id,
        latest_points.period_id,
        latest_points.spc_profile_id,
        texts.rule_clause,
        case
            when latest_points.target_value is null
                then 'There is no target in force ' || texts.in_period || '.'
            when latest_points.direction = 'none'
                then
                    'Neither direction is the better one, so no limit can fail a '
                    || 'target.'
            when icons.variation_icon = 'too_few_points' then texts.shortage
            when icons.assurance_icon is null
                then 'There are no limits: ' || sentences.no_limits_clause || '.'
            else
                'The target of ' || {{ with_unit(
                    format_short('latest_points.target_value'),
                    'latest_points.target_value', 'units.prefix', 'units.suffix'
                ) }}
                || case
                    when latest_points.target_value > latest_points.upper_limit
                        then ' lies above the upper limit of ' || texts.upper_limit
                    when latest_points.target_value < latest_points.lower_limit
                        then ' lies below the lower limit of ' || texts.lower_limit
                    when latest_points.target_value = latest_points.upper_limit
                        then ' lies on the upper limit of ' || texts.upper_limit
                    when latest_points.target_value = latest_points.lower_limit
                        then ' lies on the lower limit of ' || texts.lower_limit
                    else
                        ' lies between the limits of ' || texts.lower_limit
                        || ' and ' || texts.upper_limit
                end
                || ': ' || outlooks.outlook
        end as finding
    from latest_points
    inner join icons
        using (measure_id, organisation_unit_id, spc_profile_id)
    inner join texts
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    inner join sentences
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    left join outlooks
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    inner join measures
        on latest_points.measure_id = measures.measure_id
    left join units
        on measures.unit = units.unit
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        finding,
        finding || ' ' || rule_clause as assurance_explanation
    from found
)

select * from final
