{%- set cells = [
    'organisation_unit_id', 'scheme', 'reference', 'awarded_on', 'expires_on',
    'withdrawn_on',
] -%}
{%- set faults = [
    ('certificate_formula', 'formula_column_name is not null',
        named_cell('formula_column_name', cells), 'null'),
    ('certificate_unit_unknown', 'organisation_unit_id is null',
        'organisation_unit_id_text', 'null'),
    ('certificate_scheme_unknown', 'scheme is null', 'scheme_text', 'null'),
    ('certificate_reference_missing', 'reference_text is null',
        'reference_text', 'null'),
    ('certificate_awarded_not_a_date', 'awarded_on_date is null',
        'awarded_on_text', 'null'),
    ('certificate_awarded_in_future', 'awarded_on_date > received_date',
        'awarded_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('certificate_expires_not_a_date', 'expires_on_date is null',
        'expires_on_text', 'null'),
    ('certificate_expires_before_award', 'expires_on_date < awarded_on_date',
        'expires_on_text', 'awarded_on_text'),
    ('certificate_withdrawn_not_a_date',
        'withdrawn_on_text is not null and withdrawn_on_date is null',
        'withdrawn_on_text', 'null'),
    ('certificate_withdrawn_in_future', 'withdrawn_on_date > received_date',
        'withdrawn_on_text', 'cast(received_date as ' ~ dbt.type_string() ~ ')'),
    ('certificate_withdrawn_before_award', 'withdrawn_on_date < awarded_on_date',
        'withdrawn_on_text', 'awarded_on_text'),
    ('certificate_duplicate', 'same_key_rows is not null',
        'reference_text', 'same_key_rows'),
] -%}

with certificates as (
    select * from {{ ref('stg_returns__certificates') }}
),

units as (
    select
        organisation_unit_id,
        scorecard_id
    from {{ ref('stg_reference__organisation_units') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'returns' and table_name = 'certificates'
),

matched as (
    select
        certificates.*,
        units.organisation_unit_id,
        units.scorecard_id,
        schemes.code as scheme,
        {{ local_date('certificates.received_at') }} as received_date
    from certificates
    left join units
        on certificates.organisation_unit_id_text = units.organisation_unit_id
    left join codes as schemes
        on
            lower(certificates.scheme_text) = schemes.code
            and schemes.column_name = 'scheme'
),

keyed as (
    select
        *,
        {{ same_key_rows([
            'organisation_unit_id', 'scheme', 'reference_text',
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
            'organisation_unit_id', 'scheme', 'reference_text',
        ]) }} as is_counted
    from judged
)

select * from final
