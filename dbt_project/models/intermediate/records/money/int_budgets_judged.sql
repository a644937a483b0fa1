{%- set faults = [
    ('budget_cost_centre_unknown', 'known_cost_centre_code is null',
        'cost_centre_code', 'null'),
    ('budget_month_unreadable', 'budget_month_date is null',
        'budget_month_text', 'null'),
    ('budget_amount_unreadable', 'amount_gbp is null', 'amount_text', 'null'),
] -%}

with budgets as (
    select * from {{ ref('stg_finance_ledger__budgets') }}
),

cost_centres as (
    select
        record_id as known_cost_centre_code,
        organisation_unit_id
    from {{ ref('int_cost_centres_judged') }}
    where is_counted
),

placed as (
    select
        budgets.*,
        cost_centres.known_cost_centre_code,
        cost_centres.organisation_unit_id
    from budgets
    left join cost_centres
        on budgets.cost_centre_code = cost_centres.known_cost_centre_code
),

final as (
    select
        budget_id as record_id,
        organisation_unit_id,
        {{ verdict(faults, 'false') }},
        amount_gbp,
        budget_month_date,
        load_id
    from placed
)

select * from final
