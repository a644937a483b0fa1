with measure_periods as (
    select period_end_date
    from {{ ref('int_measure_periods') }}
    where measure_id = 'dhcw_kpi_fn03' and organisation_unit_id = scorecard_id
),

fiscal_years as (
    select
        start_date,
        end_date
    from {{ ref('int_periods') }}
    where grain = 'year' and calendar = 'fiscal'
),

spend_lines as (
    select * from {{ ref('int_capital_spend_lines_judged') }}
    where is_counted
),

-- A decision stands until the next one about the project: an approval that is taken
-- back approves no longer.
decisions as (
    select
        project_id,
        is_approved,
        decided_date,
        coalesce(
            lead(decided_date) over (
                partition by project_id order by decided_date, record_id
            ),
            cast('{{ var("calendar_last_date") }}' as date)
        ) as replaced_date
    from {{ ref('int_capital_approvals_judged') }}
    where is_counted
),

budgets as (
    select
        record_id,
        year_end_date,
        amount_gbp,
        load_id,
        approved_date,
        coalesce(
            lead(approved_date) over (
                partition by year_end_date
                order by approved_date, version_number, record_id
            ),
            cast('{{ var("calendar_last_date") }}' as date)
        ) as replaced_date
    from {{ ref('int_capital_budgets_judged') }}
    where is_counted and is_approved
),

windows as (
    select
        measure_periods.period_end_date,
        fiscal_years.start_date as year_start_date,
        fiscal_years.end_date as year_end_date
    from measure_periods
    inner join fiscal_years
        on
            measure_periods.period_end_date between fiscal_years.start_date
            and fiscal_years.end_date
),

parts as (
    select
        spend_lines.record_id,
        windows.period_end_date as part_date,
        spend_lines.amount_gbp as spent_gbp,
        0 as budget_gbp,
        spend_lines.load_id
    from windows
    inner join spend_lines
        on
            spend_lines.spent_date between windows.year_start_date
            and windows.period_end_date
    inner join decisions
        on
            spend_lines.project_id = decisions.project_id
            and windows.period_end_date >= decisions.decided_date
            and windows.period_end_date < decisions.replaced_date
    where decisions.is_approved
    union all
    select
        budgets.record_id,
        windows.period_end_date as part_date,
        0 as spent_gbp,
        budgets.amount_gbp as budget_gbp,
        budgets.load_id
    from windows
    inner join budgets
        on
            windows.year_end_date = budgets.year_end_date
            and windows.period_end_date >= budgets.approved_date
            and windows.period_end_date < budgets.replaced_date
),

final as (
    select
        'dhcw_kpi_fn03' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        part_date,
        cast(sum(spent_gbp) as {{ type_decimal() }}) as numerator,
        cast(sum(budget_gbp) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from parts
    group by part_date
)

select * from final
