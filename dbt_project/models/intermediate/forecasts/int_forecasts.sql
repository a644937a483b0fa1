with states as (
    select * from {{ ref('int_forecast_states') }}
),

lines as (
    select * from {{ ref('int_forecast_lines') }}
),

reasoned as (
    select
        states.measure_id,
        states.organisation_unit_id,
        states.period_id,
        states.period_end_date,
        states.is_complete,
        states.forecast_rule_id,
        states.forecast_rule_version,
        states.coverage,
        states.deadline_date,
        lines.last_point_date,
        lines.point_count,
        lines.days_sum,
        lines.days_spread,
        lines.values_sum,
        lines.climb,
        lines.scatter,
        lines.quantile,
        {{ days_between('lines.last_point_date', 'states.deadline_date') }}
            as days_ahead,
        case
            when states.unasked_reason is not null then states.unasked_reason
            when states.period_end_date > states.deadline_date then 'deadline_passed'
            when lines.measure_id is null then 'too_few_points'
            when states.deadline_date > lines.line_ends_date then 'begins_again'
        end as forecast_reason
    from states
    left join lines
        on
            states.measure_id = lines.measure_id
            and states.organisation_unit_id = lines.organisation_unit_id
            and states.forecast_rule_version = lines.forecast_rule_version
            and states.last_point_date = lines.last_point_date
),

forecast as (
    select
        *,
        {{ line_at('days_ahead') }} as forecast_at_deadline,
        {{ interval_at('days_ahead') }} as half_interval
    from reasoned
    where forecast_reason is null
),

final as (
    select
        reasoned.measure_id,
        reasoned.organisation_unit_id,
        reasoned.period_id,
        reasoned.period_end_date,
        reasoned.is_complete,
        reasoned.forecast_rule_id,
        reasoned.forecast_rule_version,
        reasoned.coverage,
        reasoned.forecast_reason,
        forecast.forecast_at_deadline,
        forecast.forecast_at_deadline - forecast.half_interval
            as forecast_lower_at_deadline,
        forecast.forecast_at_deadline + forecast.half_interval
            as forecast_upper_at_deadline,
        -- Behind the deadline the line still tells when the target will be met.
        case
            when
                reasoned.forecast_reason is null
                or reasoned.forecast_reason = 'deadline_passed'
                then reasoned.point_count
        end as forecast_point_count,
        reasoned.last_point_date,
        reasoned.deadline_date
    from reasoned
    left join forecast using (measure_id, organisation_unit_id, period_id)
)

select * from final
