{%- set faults = [
    ('capital_budget_year_unknown', 'year_end_date is null', 'fiscal_year', 'null'),
    ('capital_budget_version_unreadable', 'version_number is null',
        'version_text', 'null'),
    ('capital_budget_amount_unreadable', 'amount_gbp is null', 'amount_text', 'null'),
    ('capital_budget_status_unknown', 'status_name is null',
        'approval_status', 'null'),
    ('capital_budget_approval_unreadable', 'approved_date is null and is_approved',
        'approved_text', 'null'),
    ('capital_budget_approved_after_year', 'approved_date > year_end_date',
        'approved_text', 'fiscal_year'),
] -%}

with capital_budgets as (
    select * from {{ ref('stg_capital__capital_budgets') }}
),

fiscal_years as (
    select
        period_id,
        end_date as year_end_date
    from {{ ref('int_periods') }}
    where grain = 'year' and calendar = 'fiscal'
),

statuses as (
    select
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'capital'
        and table_name = 'capital_budgets'
        and column_name = 'approval_status'
),

decoded as (
    select
        capital_budgets.*,
        fiscal_years.year_end_date,
        statuses.code_name as status_name,
        {{ means('statuses.meanings', 'approved') }} as is_approved
    from capital_budgets
    left join fiscal_years
        on capital_budgets.fiscal_year = fiscal_years.period_id
    left join statuses
        on capital_budgets.approval_status = statuses.code
),

final as (
    select
        budget_id as record_id,
        {{ verdict(faults, 'false') }},
        version_number,
        amount_gbp,
        is_approved,
        year_end_date,
        approved_date,
        load_id
    from decoded
)

select * from final
