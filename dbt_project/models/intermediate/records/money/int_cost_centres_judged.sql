{%- set faults = [
    ('cost_centre_directorate_unknown', 'organisation_unit_id is null',
        'directorate', 'null'),
    ('cost_centre_service_type_unknown', 'service_type_name is null',
        'service_type', 'null'),
] -%}

with cost_centres as (
    select * from {{ ref('stg_finance_ledger__cost_centres') }}
),

directorates as (
    select organisation_unit_id
    from {{ ref('stg_reference__organisation_units') }}
    where unit_type = 'directorate'
),

service_types as (
    select
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'finance_ledger'
        and table_name = 'cost_centres'
        and column_name = 'service_type'
),

decoded as (
    select
        cost_centres.*,
        directorates.organisation_unit_id,
        service_types.code_name as service_type_name,
        {{ means('service_types.meanings', 'digital') }} as is_digital_service
    from cost_centres
    left join directorates
        on cost_centres.directorate = directorates.organisation_unit_id
    left join service_types
        on cost_centres.service_type = service_types.code
),

final as (
    select
        cost_centre_code as record_id,
        organisation_unit_id,
        {{ verdict(faults, 'false') }},
        is_digital_service,
        load_id
    from decoded
)

select * from final
