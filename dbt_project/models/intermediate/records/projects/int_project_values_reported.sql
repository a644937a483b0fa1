with measure_periods as (
    select
        measure_id,
        period_end_date
    from {{ ref('int_measure_periods') }}
    where
        measure_id in ('dhcw_kpi_pd01', 'dhcw_kpi_pd02')
        and organisation_unit_id = scorecard_id
),

projects as (
    select
        record_id as project_id,
        started_date,
        completed_date
    from {{ ref('int_projects_judged') }}
    where is_counted
),

reports as (
    select * from {{ ref('int_project_reports_judged') }}
    where is_counted
),

-- Completed on the last day is completed when the period ends.
active as (
    select
        measure_periods.measure_id,
        measure_periods.period_end_date,
        projects.project_id
    from measure_periods
    inner join projects
        on
            {{ lasts_after(
                'measure_periods.period_end_date', 'projects.started_date',
                'projects.completed_date'
            ) }}
),

-- Of two reports on one day the one changed last is the later.
ranked as (
    select
        active.measure_id,
        active.period_end_date,
        active.project_id,
        reports.planned_value_gbp,
        reports.earned_value_gbp,
        reports.actual_cost_gbp,
        reports.load_id,
        row_number() over (
            partition by active.measure_id, active.period_end_date, active.project_id
            order by
                reports.report_date desc, reports.updated_at desc,
                reports.record_id desc
        ) as recency
    from active
    inner join reports
        on
            active.project_id = reports.project_id
            and active.period_end_date >= reports.report_date
),

final as (
    select
        measure_id,
        project_id,
        planned_value_gbp,
        earned_value_gbp,
        actual_cost_gbp,
        period_end_date,
        load_id
    from ranked
    where recency = 1
)

select * from final
