{%- set faults = [
    ('ledger_line_cost_centre_unknown', 'known_cost_centre_code is null',
        'cost_centre_code', 'null'),
    ('ledger_line_account_unknown', 'known_account_code is null',
        'account_code', 'null'),
    ('ledger_line_date_unreadable', 'accounting_date is null',
        'accounting_date_text', 'null'),
    ('ledger_line_amount_unreadable', 'amount_gbp is null', 'amount_text', 'null'),
] -%}

with ledger_lines as (
    select * from {{ ref('stg_finance_ledger__ledger_lines') }}
),

cost_centres as (
    select
        record_id as known_cost_centre_code,
        organisation_unit_id,
        is_digital_service
    from {{ ref('int_cost_centres_judged') }}
    where is_counted
),

accounts as (
    select
        record_id as known_account_code,
        is_operating
    from {{ ref('int_accounts_judged') }}
    where is_counted
),

placed as (
    select
        ledger_lines.*,
        cost_centres.known_cost_centre_code,
        cost_centres.organisation_unit_id,
        cost_centres.is_digital_service,
        accounts.known_account_code,
        accounts.is_operating
    from ledger_lines
    left join cost_centres
        on ledger_lines.cost_centre_code = cost_centres.known_cost_centre_code
    left join accounts
        on ledger_lines.account_code = accounts.known_account_code
),

final as (
    select
        line_id as record_id,
        organisation_unit_id,
        {{ verdict(faults, 'false') }},
        amount_gbp,
        is_digital_service and is_operating as is_digital_operating_cost,
        accounting_date,
        load_id
    from placed
)

select * from final
