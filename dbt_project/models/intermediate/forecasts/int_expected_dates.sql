with states as (
    select * from {{ ref('int_forecast_states') }}
),

lines as (
    select * from {{ ref('int_forecast_lines') }}
),

joined as (
    select
        states.*,
        lines.point_count,
        lines.days_sum,
        lines.days_spread,
        lines.values_sum,
        lines.climb,
        lines.line_ends_date,
        case
            when states.direction = 'higher' and states.is_strict
                then states.latest_value > states.target_value
            when states.direction = 'higher'
                then states.latest_value >= states.target_value
            when states.is_strict then states.latest_value < states.target_value
            else states.latest_value <= states.target_value
        end as is_met_already,
        (states.direction = 'higher' and lines.climb > 0)
        or (states.direction = 'lower' and lines.climb < 0) as is_nearing
    from states
    left join lines
        on
            states.measure_id = lines.measure_id
            and states.organisation_unit_id = lines.organisation_unit_id
            and states.forecast_rule_version = lines.forecast_rule_version
            and states.last_point_date = lines.last_point_date
),

-- One day more than the farthest stands for all beyond it, which might be no dates.
timed as (
    select
        *,
        case when is_nearing then cast(
            greatest(0, least(
                {{ days_until('target_value', 'is_strict') }}, farthest_days + 1
            )) as integer
        ) end as days_to_target
    from joined
),

-- A line that is there already, while the value is not, is expected there the next day.
reasoned as (
    select
        *,
        greatest(
            {{ add_days('last_point_date', 'days_to_target') }},
            {{ add_days('period_end_date', '1') }}
        ) as first_met_date,
        case
            when unasked_reason is not null then unasked_reason
            when target_value is null then 'no_target'
            when is_met_already then 'met_already'
            when point_count is null then 'too_few_points'
            when not is_nearing or days_to_target > farthest_days then 'not_in_sight'
            when {{ add_days('last_point_date', 'days_to_target') }} > line_ends_date
                then 'begins_again'
        end as expected_met_reason
    from timed
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        expected_met_reason,
        case when expected_met_reason is null then first_met_date end
            as expected_met_date
    from reasoned
)

select * from final
