{%- set faults = [
    ('forecast_cost_centre_unknown', 'known_cost_centre_code is null',
        'cost_centre_code', 'null'),
    ('forecast_month_unreadable', 'forecast_month_date is null',
        'forecast_month_text', 'null'),
    ('forecast_version_unreadable', 'version_number is null', 'version_text', 'null'),
    ('forecast_amount_unreadable', 'amount_gbp is null', 'amount_text', 'null'),
    ('forecast_status_unknown', 'status_name is null', 'approval_status', 'null'),
    ('forecast_approval_unreadable', 'approved_date is null and is_approved',
        'approved_text', 'null'),
] -%}

with forecasts as (
    select * from {{ ref('stg_finance_ledger__forecasts') }}
),

cost_centres as (
    select
        record_id as known_cost_centre_code,
        organisation_unit_id
    from {{ ref('int_cost_centres_judged') }}
    where is_counted
),

statuses as (
    select
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'finance_ledger'
        and table_name = 'forecasts'
        and column_name = 'approval_status'
),

decoded as (
    select
        forecasts.*,
        cost_centres.known_cost_centre_code,
        cost_centres.organisation_unit_id,
        statuses.code_name as status_name,
        {{ means('statuses.meanings', 'approved') }} as is_approved
    from forecasts
    left join cost_centres
        on forecasts.cost_centre_code = cost_centres.known_cost_centre_code
    left join statuses
        on forecasts.approval_status = statuses.code
),

final as (
    select
        forecast_id as record_id,
        cost_centre_code,
        organisation_unit_id,
        {{ verdict(faults, 'is_deleted') }},
        version_number,
        amount_gbp,
        is_approved,
        forecast_month_date,
        approved_date,
        load_id
    from decoded
)

select * from final
