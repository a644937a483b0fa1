{%- set cells = [
    'organisation_unit_id', 'flow', 'is_required', 'went_live_on', 'verified_on',
] -%}
{%- set faults = [
    ('integration_flow_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('integration_flow_unit_unknown', 'organisation_unit_id is null',
        'organisation_unit_id_text', 'null'),
    ('integration_flow_flow_unknown', 'flow is null', 'flow_text', 'null'),
    ('integration_flow_required_unknown', 'is_required is null',
        'is_required_text', 'null'),
    ('integration_flow_live_not_a_date',
        'went_live_on_text is not null and went_live_on_date is null',
        'went_live_on_text', 'null'),
    ('integration_flow_live_in_future', 'went_live_on_date > received_date',
        'went_live_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('integration_flow_verified_not_a_date',
        'verified_on_text is not null and verified_on_date is null',
        'verified_on_text', 'null'),
    ('integration_flow_verified_in_future', 'verified_on_date > received_date',
        'verified_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('integration_flow_verified_before_live',
        'verified_on_date is not null'
        ~ ' and (went_live_on_date is null or verified_on_date < went_live_on_date)',
        'verified_on_text', 'went_live_on_text'),
    ('integration_flow_duplicate', 'same_key_rows is not null',
        'flow_text', 'same_key_rows'),
] -%}

with integration_flows as (
    select * from {{ ref('stg_returns__integration_flows') }}
),

units as (
    select
        organisation_unit_id,
        scorecard_id
    from {{ ref('stg_reference__organisation_units') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'returns' and table_name = 'integration_flows'
),

matched as (
    select
        integration_flows.*,
        units.organisation_unit_id,
        units.scorecard_id,
        flows.code as flow,
        case
            when required_flags.code is not null
                then {{ means('required_flags.meanings', 'affirmative') }}
        end as is_required,
        {{ local_date('integration_flows.received_at') }} as received_date
    from integration_flows
    left join units
        on integration_flows.organisation_unit_id_text = units.organisation_unit_id
    left join codes as flows
        on
            lower(integration_flows.flow_text) = flows.code
            and flows.column_name = 'flow'
    left join codes as required_flags
        on
            lower(integration_flows.is_required_text) = required_flags.code
            and required_flags.column_name = 'is_required'
),

keyed as (
    select
        *,
        {{ same_key_rows(['organisation_unit_id', 'flow']) }} as same_key_rows
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
        {{ is_received_last(['organisation_unit_id', 'flow']) }} as is_counted
    from judged
)

select * from final
