with parameters as (
    select
        measure_id,
        value as scheme
    from {{ ref('stg_reference__measure_parameters') }}
    where parameter = 'scheme'
),

certificates as (
    select
        organisation_unit_id,
        scheme,
        awarded_on_date,
        load_id
    from {{ ref('int_return_certificates_judged') }}
    where is_counted
),

final as (
    select
        parameters.measure_id,
        certificates.organisation_unit_id,
        min(certificates.awarded_on_date) as awarded_on_date,
        max(certificates.load_id) as load_id
    from parameters
    inner join certificates
        on parameters.scheme = certificates.scheme
    group by parameters.measure_id, certificates.organisation_unit_id
)

select * from final
