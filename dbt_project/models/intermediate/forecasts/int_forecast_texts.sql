with forecasts as (
    select * from {{ ref('int_forecasts') }}
),

expected_dates as (
    select * from {{ ref('int_expected_dates') }}
),

measures as (
    select
        measure_id,
        measure_kind,
        unit,
        display_decimals
    from {{ ref('stg_reference__measures') }}
),

units as (
    select * from {{ ref('stg_reference__units') }}
),

months as (
    select
        month_number,
        month_name
    from {{ ref('stg_reference__calendar_months') }}
    where calendar = 'calendar'
),

-- The figures and days of a forecast, each as it is read aloud.
final as (
    select
        forecasts.measure_id,
        forecasts.organisation_unit_id,
        forecasts.period_id,
        {% for text in ['forecast', 'forecast_lower', 'forecast_upper'] %}
        {%- set column = 'forecasts.' ~ text ~ '_at_deadline' -%}
        -- A band around zero is as far on either side, and no nearer than at zero.
        case
            when measures.measure_kind = 'band' then '±' || {{ with_unit(
                format_forecast(
                    'case when ' ~ column ~ ' < 0 then 0 else ' ~ column ~ ' end',
                    'measures.display_decimals'
                ), '0', 'units.prefix', 'units.suffix'
            ) }}
            else {{ with_unit(
                format_forecast(column, 'measures.display_decimals'),
                column, 'units.prefix', 'units.suffix'
            ) }}
        end as {{ text }},
        {% endfor %}
        {{ long_date('forecasts.deadline_date', 'deadline_months.month_name') }}
            as deadline,
        {{ long_date('expected_dates.expected_met_date', 'met_months.month_name') }}
            as met_on
    from forecasts
    inner join expected_dates using (measure_id, organisation_unit_id, period_id)
    inner join measures
        on forecasts.measure_id = measures.measure_id
    left join units
        on measures.unit = units.unit
    left join months as deadline_months
        on extract(month from forecasts.deadline_date) = deadline_months.month_number
    left join months as met_months
        on
            extract(month from expected_dates.expected_met_date)
            = met_months.month_number
)

select * from final
