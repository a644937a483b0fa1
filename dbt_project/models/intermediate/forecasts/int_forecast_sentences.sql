with forecasts as (
    select * from {{ ref('int_forecasts') }}
),

expected_dates as (
    select * from {{ ref('int_expected_dates') }}
),

values_observed as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        value
    from {{ ref('int_values_observed') }}
),

texts as (
    select * from {{ ref('int_forecast_texts') }}
),

joined as (
    select
        texts.*,
        {{ format_short('forecasts.coverage * 10') }} || ' in 10' as coverage,
        forecasts.forecast_reason,
        expected_dates.expected_met_reason,
        -- On the day of the deadline itself the value speaks, if there is one.
        forecasts.period_end_date < forecasts.deadline_date
        or values_observed.value is null as is_ahead,
        {{ days_between(
            'forecasts.deadline_date', 'expected_dates.expected_met_date'
        ) }} as days_late
    from texts
    inner join forecasts using (measure_id, organisation_unit_id, period_id)
    inner join expected_dates using (measure_id, organisation_unit_id, period_id)
    left join values_observed using (measure_id, organisation_unit_id, period_id)
),

claused as (
    select
        *,
        case
            when forecast_reason is null and is_ahead
                then
                    'it would be ' || forecast || ' on ' || deadline || ' (' || coverage
                    || ': ' || forecast_lower || ' to ' || forecast_upper || ')'
        end as forecast_clause,
        case
            when expected_met_reason = 'not_in_sight'
                then 'the target would not be met'
            when met_on is not null
                then 'the target would be met on ' || met_on || case
                    when days_late = 1 then ', 1 day late'
                    when days_late > 1
                        then
                            ', ' || {{ format_unsigned('days_late', 0) }}
                            || ' days late'
                    else ''
                end
        end as met_clause
    from joined
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        ' At the present pace '
        || coalesce(forecast_clause || '; ' || met_clause, forecast_clause, met_clause)
        || '.' as sentence
    from claused
    where forecast_clause is not null or met_clause is not null
)

select * from final
