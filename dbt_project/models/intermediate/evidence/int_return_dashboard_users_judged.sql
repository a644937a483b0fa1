{%- set cells = [
    'organisation_unit_id', 'dashboard', 'month_end', 'active_users',
] -%}
{%- set faults = [
    ('dashboard_user_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('dashboard_user_unit_unknown', 'organisation_unit_id is null',
        'organisation_unit_id_text', 'null'),
    ('dashboard_user_dashboard_unknown', 'dashboard is null', 'dashboard_text', 'null'),
    ('dashboard_user_month_not_a_month_end',
        'coalesce(month_end_date != last_day_of_month, true)',
        'month_end_text', 'null'),
    ('dashboard_user_month_in_future', 'month_end_date > received_date',
        'month_end_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('dashboard_user_count_not_a_number', 'active_users is null',
        'active_users_text', 'null'),
    ('dashboard_user_duplicate', 'same_key_rows is not null',
        'dashboard_text', 'same_key_rows'),
] -%}

with dashboard_users as (
    select * from {{ ref('stg_returns__dashboard_users') }}
),

units as (
    select
        organisation_unit_id,
        scorecard_id
    from {{ ref('stg_reference__organisation_units') }}
),

-- Users of a dashboard that no register names may be users of another one misspelt.
registered as (
    select
        organisation_unit_id,
        dashboard_text as dashboard
    from {{ ref('int_return_dashboards_judged') }}
    where is_counted
),

matched as (
    select
        dashboard_users.*,
        units.organisation_unit_id,
        units.scorecard_id,
        registered.dashboard,
        cast({{ dbt.last_day('dashboard_users.month_end_date', 'month') }} as date)
            as last_day_of_month,
        {{ local_date('dashboard_users.received_at') }} as received_date
    from dashboard_users
    left join units
        on dashboard_users.organisation_unit_id_text = units.organisation_unit_id
    left join registered
        on
            dashboard_users.organisation_unit_id_text = registered.organisation_unit_id
            and dashboard_users.dashboard_text = registered.dashboard
),

keyed as (
    select
        *,
        {{ same_key_rows([
            'organisation_unit_id', 'dashboard_text', 'month_end_date',
        ]) }} as same_key_rows
    from matched
),

judged as (
    select
        *,
        {{ fault_columns(faults) }}
    from keyed
),

final as (
    select
        *,
        {{ is_received_last([
            'organisation_unit_id', 'dashboard_text', 'month_end_date',
        ]) }} as is_counted
    from judged
)

select * from final
