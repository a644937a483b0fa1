with forecasts as (
    select * from {{ ref('int_forecasts') }}
),

expected_dates as (
    select * from {{ ref('int_expected_dates') }}
),

sentences as (
    select * from {{ ref('int_forecast_sentences') }}
),

reasons as (
    select
        forecast_reason,
        upper(substr(sentence, 1, 1)) || substr(sentence, 2) || '.' as sentence
    from {{ ref('stg_reference__forecast_reasons') }}
),

-- Read by itself, a forecast names its rule, and one that is not there says why. On the
-- day of a deadline the value has the word.
final as (
    select
        forecasts.measure_id,
        forecasts.organisation_unit_id,
        forecasts.period_id,
        forecasts.forecast_rule_id,
        forecasts.forecast_rule_version,
        coalesce(
            ltrim(sentences.sentence),
            'No forecast. ' || coalesce(
                reasons.sentence, met_reasons.sentence, 'The deadline has come.'
            )
        )
        || ' ' || {{ rule_tail(
            'forecasts.forecast_rule_id', 'forecasts.forecast_rule_version'
        ) }} as forecast_explanation
    from forecasts
    inner join expected_dates using (measure_id, organisation_unit_id, period_id)
    left join sentences using (measure_id, organisation_unit_id, period_id)
    left join reasons
        on forecasts.forecast_reason = reasons.forecast_reason
    left join reasons as met_reasons
        on expected_dates.expected_met_reason = met_reasons.forecast_reason
)

select * from final
