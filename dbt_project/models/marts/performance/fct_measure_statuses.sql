with statuses as (
    select * from {{ ref('int_statuses') }}
),

explanations as (
    select * from {{ ref('int_explanations') }}
),

amber_runs as (
    select * from {{ ref('int_amber_runs') }}
),

hollow_greens as (
    select * from {{ ref('int_hollow_greens') }}
),

tiers_reached as (
    select * from {{ ref('int_tiers_reached') }}
    where alternative_id is null
),

tiers as (
    select * from {{ ref('stg_reference__tiers') }}
),

forecasts as (
    select * from {{ ref('int_forecasts') }}
),

forecast_explanations as (
    select * from {{ ref('int_forecast_explanations') }}
),

expected_dates as (
    select * from {{ ref('int_expected_dates') }}
),

final as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        statuses.previous_period_id,
        statuses.rag_profile_id,
        statuses.rag_status,
        statuses.rag_reason,
        explanations.explanation,
        statuses.attainment_method,
        tiers.tier as tier_reached,
        statuses.movement,
        forecast_explanations.forecast_rule_id,
        forecasts.forecast_reason,
        forecast_explanations.forecast_explanation,
        expected_dates.expected_met_reason,
        statuses.value,
        statuses.previous_value,
        statuses.expected_value,
        statuses.target_value,
        statuses.variance,
        statuses.variance_pct,
        statuses.attainment,
        forecasts.forecast_at_deadline,
        forecasts.forecast_lower_at_deadline,
        forecasts.forecast_upper_at_deadline,
        forecasts.forecast_point_count,
        statuses.rag_rule_version,
        forecast_explanations.forecast_rule_version,
        statuses.consecutive_deteriorations,
        amber_runs.consecutive_ambers,
        statuses.is_complete,
        statuses.is_met,
        statuses.is_overdue,
        hollow_greens.measure_id is not null as is_hollow_green,
        statuses.period_start_date,
        statuses.period_end_date,
        statuses.due_date,
        statuses.deadline_date,
        expected_dates.expected_met_date
    from statuses
    inner join explanations using (measure_id, organisation_unit_id, period_id)
    inner join amber_runs using (measure_id, organisation_unit_id, period_id)
    inner join forecasts using (measure_id, organisation_unit_id, period_id)
    inner join forecast_explanations
        using (measure_id, organisation_unit_id, period_id)
    inner join expected_dates using (measure_id, organisation_unit_id, period_id)
    left join hollow_greens using (measure_id, organisation_unit_id, period_id)
    left join tiers_reached using (measure_id, organisation_unit_id, period_id)
    left join tiers
        on tiers_reached.tier_rank = tiers.tier_rank
)

select * from final
