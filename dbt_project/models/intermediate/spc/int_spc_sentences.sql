with points as (
    select * from {{ ref('int_spc_point_types') }}
),

texts as (
    select * from {{ ref('int_spc_texts') }}
),

clauses as (
    select * from {{ ref('int_spc_clauses') }}
),

profiles as (
    select
        spc_profile_id,
        minimum_points,
        warning_points,
        ' Rule: ' || name || ', version ' || version || '.' as rule_clause
    from {{ ref('stg_reference__spc_profiles') }}
),

worded as (
    select
        points.*,
        profiles.minimum_points,
        profiles.warning_points,
        profiles.rule_clause,
        texts.the_period,
        texts.value || ' ' || texts.in_period as figure,
        'limits ' || texts.lower_limit || ' to ' || texts.upper_limit || ', mean '
        || texts.mean as limits_clause,
        case when points.point_side = 1 then clauses.up_clauses else clauses.down_clauses
        end as clauses_for,
        case when points.point_side = 1 then clauses.down_clauses else clauses.up_clauses
        end as clauses_against,
        case points.no_limits_reason
            when 'no_point' then 'no point belongs to them'
            when 'one_point' then 'one point alone has no moving range'
            when 'no_neighbours' then 'no two points stand side by side'
            when 'constant' then 'the points they are made from do not vary'
        end as no_limits_clause
    from points
    inner join texts
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    inner join clauses
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
    inner join profiles
        on points.spc_profile_id = profiles.spc_profile_id
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        no_limits_clause,
        case
            when value_status = 'provisional'
                then 'No point for ' || the_period || ' yet: its figure is provisional.'
            when value is null
                then 'No point for ' || the_period || ': there is no figure.'
            when is_ghost
                then figure || ' is drawn and left out of every calculation.'
            when point_side != 0
                then
                    figure || case point_type
                        when 'improvement' then ' is unusual and an improvement: '
                        when 'concern' then ' is unusual and a concern: '
                        else ' is unusual: '
                    end
                    || substr(clauses_for, 3) || '.'
                    || coalesce(
                        ' Against that: ' || nullif(substr(clauses_against, 3), '') || '.',
                        ''
                    )
            when no_limits_clause is not null
                then
                    figure || ' shows no pattern; there are no limits: '
                    || no_limits_clause || '.'
            else figure || ' is normal variation: ' || limits_clause || '.'
        end
        || case
            when value is null or is_ghost then ''
            when series_point_count < minimum_points
                then
                    ' The series has ' || cast(series_point_count as varchar)
                    || ' of the ' || cast(minimum_points as varchar)
                    || ' points it needs before limits are shown.'
            when segment_point_count < warning_points
                then
                    ' The segment has ' || cast(segment_point_count as varchar)
                    || ' points; under ' || cast(warning_points as varchar)
                    || ' its limits are provisional.'
            else ''
        end
        || rule_clause as explanation
    from worded
)

select * from final
