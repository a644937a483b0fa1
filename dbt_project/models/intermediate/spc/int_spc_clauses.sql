with points as (
    select * from {{ ref('int_spc_point_types') }}
),

texts as (
    select * from {{ ref('int_spc_texts') }}
),

-- What holds on each side, every pattern with its numbers; each begins with '; '.
final as (
    select
        points.measure_id,
        points.organisation_unit_id,
        points.period_id,
        points.spc_profile_id,
        case
            when points.outside_side = 1
                then '; above the upper limit of ' || texts.upper_limit
            else ''
        end
        || case
            when points.is_trend_up
                then coalesce(
                    '; part of a rise over ' || cast(points.rise_length as varchar)
                    || ' points',
                    '; the last of a fall over ' || cast(points.fall_length as varchar)
                    || ' points that another trend follows, read by its next step'
                )
            else ''
        end
        || case
            when points.shift_side = 1
                then
                    '; one of ' || cast(points.shift_length as varchar)
                    || ' points in a row above the mean of ' || texts.mean
            else ''
        end
        || case
            when points.two_of_three_side = 1
                then
                    '; one of two out of three neighbours beyond '
                    || texts.near_upper_limit
            else ''
        end as up_clauses,
        case
            when points.outside_side = -1
                then '; below the lower limit of ' || texts.lower_limit
            else ''
        end
        || case
            when points.is_trend_down
                then coalesce(
                    '; part of a fall over ' || cast(points.fall_length as varchar)
                    || ' points',
                    '; the last of a rise over ' || cast(points.rise_length as varchar)
                    || ' points that another trend follows, read by its next step'
                )
            else ''
        end
        || case
            when points.shift_side = -1
                then
                    '; one of ' || cast(points.shift_length as varchar)
                    || ' points in a row below the mean of ' || texts.mean
            else ''
        end
        || case
            when points.two_of_three_side = -1
                then
                    '; one of two out of three neighbours beyond '
                    || texts.near_lower_limit
            else ''
        end as down_clauses
    from points
    inner join texts
        using (measure_id, organisation_unit_id, period_id, spc_profile_id)
)

select * from final
