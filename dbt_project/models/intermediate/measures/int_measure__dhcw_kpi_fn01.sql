with measure_periods as (
    select
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kpi_fn01' and organisation_unit_id = scorecard_id
),

ledger_lines as (
    select
        record_id,
        organisation_unit_id,
        accounting_date,
        amount_gbp,
        load_id
    from {{ ref('int_ledger_lines_judged') }}
    where is_counted
),

forecasts as (
    select * from {{ ref('int_forecasts_judged') }}
    where is_counted and is_approved
),

-- Each cost centre's latest forecast for the month, whichever of its days names it; one
-- approved on the period's first day came too late.
forecasts_ranked as (
    select
        forecasts.record_id,
        forecasts.organisation_unit_id,
        forecasts.forecast_month_date,
        forecasts.amount_gbp,
        forecasts.load_id,
        row_number() over (
            partition by
                forecasts.cost_centre_code, measure_periods.period_start_date
            order by
                forecasts.approved_date desc,
                forecasts.version_number desc,
                forecasts.record_id desc
        ) as recency
    from forecasts
    inner join measure_periods
        on
            forecasts.forecast_month_date between measure_periods.period_start_date
            and measure_periods.period_end_date
            and forecasts.approved_date < measure_periods.period_start_date
),

parts as (
    select
        organisation_unit_id,
        accounting_date as part_date,
        amount_gbp as actual_gbp,
        0 as forecast_gbp,
        load_id
    from ledger_lines
    union all
    select
        organisation_unit_id,
        forecast_month_date as part_date,
        0 as actual_gbp,
        amount_gbp as forecast_gbp,
        load_id
    from forecasts_ranked
    where recency = 1
),

final as (
    select
        'dhcw_kpi_fn01' as measure_id,
        organisation_unit_id,
        part_date,
        cast(sum(actual_gbp) - sum(forecast_gbp) as {{ type_decimal() }}) as numerator,
        cast(sum(forecast_gbp) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from parts
    group by organisation_unit_id, part_date
)

select * from final
