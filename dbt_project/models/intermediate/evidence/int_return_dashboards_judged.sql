{%- set cells = [
    'organisation_unit_id', 'dashboard', 'deployed_on', 'retired_on',
] -%}
{%- set faults = [
    ('dashboard_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('dashboard_unit_unknown', 'organisation_unit_id is null',
        'organisation_unit_id_text', 'null'),
    ('dashboard_name_missing', 'dashboard_text is null', 'dashboard_text', 'null'),
    ('dashboard_deployed_not_a_date', 'deployed_on_date is null',
        'deployed_on_text', 'null'),
    ('dashboard_deployed_in_future', 'deployed_on_date > received_date',
        'deployed_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('dashboard_retired_not_a_date',
        'retired_on_text is not null and retired_on_date is null',
        'retired_on_text', 'null'),
    ('dashboard_retired_in_future', 'retired_on_date > received_date',
        'retired_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('dashboard_retired_before_deployment', 'retired_on_date < deployed_on_date',
        'retired_on_text', 'deployed_on_text'),
    ('dashboard_duplicate', 'same_key_rows is not null',
        'dashboard_text', 'same_key_rows'),
] -%}

with dashboards as (
    select * from {{ ref('stg_returns__dashboards') }}
),

units as (
    select
        organisation_unit_id,
        scorecard_id
    from {{ ref('stg_reference__organisation_units') }}
),

matched as (
    select
        dashboards.*,
        units.organisation_unit_id,
        units.scorecard_id,
        {{ local_date('dashboards.received_at') }} as received_date
    from dashboards
    left join units
        on dashboards.organisation_unit_id_text = units.organisation_unit_id
),

keyed as (
    select
        *,
        {{ same_key_rows(['organisation_unit_id', 'dashboard_text']) }} as same_key_rows
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
        {{ is_received_last(['organisation_unit_id', 'dashboard_text']) }} as is_counted
    from judged
)

select * from final
