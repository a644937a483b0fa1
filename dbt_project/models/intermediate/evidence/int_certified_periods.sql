with measure_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date
    from {{ ref('int_measure_periods') }}
),

parameters as (
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
        expires_on_date,
        withdrawn_on_date,
        load_id
    from {{ ref('int_return_certificates_judged') }}
    where is_counted
),

-- The last day a certificate holds is a day it holds; the day of its withdrawal is not.
final as (
    select
        measure_periods.measure_id,
        measure_periods.organisation_unit_id,
        measure_periods.period_id,
        measure_periods.period_end_date,
        min(certificates.awarded_on_date) as awarded_on_date,
        max(certificates.load_id) as load_id
    from measure_periods
    inner join parameters
        on measure_periods.measure_id = parameters.measure_id
    inner join certificates
        on
            parameters.scheme = certificates.scheme
            and measure_periods.organisation_unit_id = certificates.organisation_unit_id
            and measure_periods.period_end_date between certificates.awarded_on_date
            and certificates.expires_on_date
            and (
                certificates.withdrawn_on_date is null
                or measure_periods.period_end_date < certificates.withdrawn_on_date
            )
    group by
        measure_periods.measure_id, measure_periods.organisation_unit_id,
        measure_periods.period_id, measure_periods.period_end_date
)

select * from final
