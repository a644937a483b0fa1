with points as (
    select * from {{ ref('int_spc_point_types') }}
),

texts as (
    select * from {{ ref('int_spc_texts') }}
),

clauses as (
    select * from {{ ref('int_spc_clauses') }}
),

-- The chart of a band with "lower is better" is one of the size of the miss.
unsigned as (
    select
        measure_id,
        organisation_unit_id,
        period_id
    from {{ ref('int_values_observed') }}
    where value < 0 and judged_value > 0
),

worded as (
    select
        points.*,
        texts.is_too_short,
        texts.rule_clause,
        texts.the_period,
        texts.value || case
            when unsigned.measure_id is null then ' '
            else ' (−' || texts.value || ' without its sign) '
        end || texts.in_period as figure,
        'limits ' || texts.lower_limit || ' to ' || texts.upper_limit || ', mean '
        || texts.mean as limits_clause,
        coalesce(' ' || texts.shortage, '') as shortage_clause,
        substr(
            case points.point_side
                when 1 then clauses.up_clauses else clauses.down_clauses
            end, 3
        ) as clauses_for,
        substr(
            case points.point_side
                when 1 then clauses.down_clauses else clauses.up_clauses
            end, 3
        ) as clauses_against,
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
    left join unsigned using (measure_id, organisation_unit_id, period_id)
),

judged as (
    select
        *,
        case
            when point_side != 0
                then
                    case point_type
                        when 'improvement' then ' is unusual and an improvement: '
                        when 'concern' then ' is unusual and a concern: '
                        else ' is unusual: '
                    end
                    || clauses_for || '.'
                    || coalesce(
                        ' Against that: ' || nullif(clauses_against, '') || '.', ''
                    )
            when no_limits_clause is not null
                then
                    ' shows no pattern; there are no limits: '
                    || no_limits_clause || '.'
            else ' is normal variation: ' || limits_clause || '.'
        end as verdict
    from worded
),

found as (
    select
        *,
        case
            when value_status = 'provisional'
                then 'No point for ' || the_period || ' yet: its figure is provisional.'
            when value is null
                then 'No point for ' || the_period || ': there is no figure.'
            when is_ghost
                then figure || ' is drawn and left out of every calculation.'
            -- Limits nobody is shown are no ground to call a point unusual by.
            when is_too_short
                then figure || ' is not compared with limits yet.' || shortage_clause
            else figure || verdict || shortage_clause
        end as finding
    from judged
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        no_limits_clause,
        finding,
        finding || ' ' || rule_clause as explanation
    from found
)

select * from final
