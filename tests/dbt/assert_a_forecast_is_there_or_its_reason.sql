{{ config(meta={"dagster": {"ref": {"name": "fct_measure_statuses"}}}) }}

-- Never silent, never both, never among what happened or behind the deadline; and the
-- way ahead arrives where the status says.
with statuses as (
    select * from {{ ref('fct_measure_statuses') }}
),

latest as (
    select
        measure_id,
        organisation_unit_id,
        max(period_end_date) as period_end_date,
        max(case when value is not null then period_end_date end) as last_value_date
    from statuses
    where is_complete
    group by measure_id, organisation_unit_id
),

current_forecasts as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.forecast_at_deadline,
        statuses.deadline_date,
        latest.last_value_date
    from latest
    inner join statuses using (measure_id, organisation_unit_id, period_end_date)
),

ahead as (
    select * from {{ ref('fct_measure_trajectories') }}
    where forecast_value is not null
)

select
    measure_id,
    organisation_unit_id,
    period_end_date
from statuses
where
    (forecast_at_deadline is null) = (forecast_reason is null)
    or (expected_met_date is null) = (expected_met_reason is null)
    or (forecast_at_deadline is null) != (forecast_lower_at_deadline is null)
    or (forecast_at_deadline is null) != (forecast_upper_at_deadline is null)
    or not forecast_at_deadline
    between forecast_lower_at_deadline and forecast_upper_at_deadline
    or expected_met_date <= period_end_date
union all
select
    ahead.measure_id,
    ahead.organisation_unit_id,
    ahead.period_end_date
from ahead
left join current_forecasts using (measure_id, organisation_unit_id)
where
    current_forecasts.forecast_at_deadline is null
    or ahead.period_end_date <= current_forecasts.last_value_date
    or ahead.period_end_date > current_forecasts.deadline_date
    or (
        ahead.period_end_date = current_forecasts.deadline_date
        and ahead.forecast_value != current_forecasts.forecast_at_deadline
    )
    or not ahead.forecast_value
    between ahead.forecast_lower_value and ahead.forecast_upper_value
