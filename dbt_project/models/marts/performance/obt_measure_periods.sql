with statuses as (
    select * from {{ ref('fct_measure_statuses') }}
),

measure_values as (
    select * from {{ ref('fct_measure_values') }}
),

measures as (
    select * from {{ ref('dim_measures') }}
),

scorecards as (
    select * from {{ ref('dim_scorecards') }}
),

objectives as (
    select * from {{ ref('dim_objectives') }}
),

units as (
    select * from {{ ref('dim_organisation_units') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

posts as (
    select * from {{ ref('dim_posts') }}
),

-- A tool without a fiscal year sorts its labels by their place in time.
fiscal_days as (
    select
        date_day,
        fiscal_year,
        fiscal_quarter,
        fiscal_month_number,
        dense_rank() over (order by fiscal_year) as fiscal_year_sort_order,
        dense_rank() over (order by fiscal_quarter) as fiscal_quarter_sort_order
    from {{ ref('dim_dates') }}
),

final as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        measures.scorecard_id,
        measures.objective_id,
        scorecards.name as scorecard_name,
        objectives.name as objective_name,
        measures.name as measure_name,
        measures.code as measure_code,
        measures.measure_type,
        measures.measure_kind,
        measures.unit,
        measures.direction,
        measures.frequency,
        units.name as organisation_unit_name,
        posts.title as lead_title,
        periods.label as period_label,
        periods.sort_order as period_sort_order,
        fiscal_days.fiscal_year,
        fiscal_days.fiscal_year_sort_order,
        fiscal_days.fiscal_quarter,
        fiscal_days.fiscal_quarter_sort_order,
        fiscal_days.fiscal_month_number,
        measure_values.value_status,
        statuses.rag_status,
        statuses.rag_reason,
        statuses.explanation,
        statuses.movement,
        measure_values.numerator,
        measure_values.denominator,
        statuses.value,
        statuses.expected_value,
        statuses.target_value,
        statuses.variance,
        statuses.variance_pct,
        statuses.attainment,
        statuses.forecast_at_deadline,
        statuses.is_complete,
        measure_values.is_rounded,
        statuses.is_met,
        statuses.is_overdue,
        statuses.is_hollow_green,
        measures.is_part,
        measures.parent_measure_id is null
        and statuses.organisation_unit_id = measures.scorecard_id as is_counted,
        measures.is_illustrative,
        statuses.period_start_date,
        statuses.period_end_date,
        statuses.deadline_date,
        statuses.expected_met_date
    from statuses
    inner join measure_values using (measure_id, organisation_unit_id, period_id)
    inner join measures
        on statuses.measure_id = measures.measure_id
    inner join scorecards
        on measures.scorecard_id = scorecards.scorecard_id
    left join objectives
        on measures.objective_id = objectives.objective_id
    inner join units
        on statuses.organisation_unit_id = units.organisation_unit_id
    inner join periods
        on statuses.period_id = periods.period_id
    left join posts
        on measures.lead_post_id = posts.post_id
    left join fiscal_days
        on statuses.period_end_date = fiscal_days.date_day
)

select * from final
