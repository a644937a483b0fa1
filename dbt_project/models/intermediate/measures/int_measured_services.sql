with parameters as (
    select * from {{ ref('stg_reference__measure_parameters') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

services as (
    select
        service_id,
        cast(tier as {{ dbt.type_string() }}) as service_tier
    from {{ ref('stg_reference__services') }}
),

units as (
    select
        organisation_unit_id,
        scorecard_id
    from {{ ref('stg_reference__organisation_units') }}
),

-- A measure names a service, or the tier of those it is about.
final as (
    select
        measures.measure_id,
        measures.scorecard_id,
        services.service_id,
        units.organisation_unit_id
    from parameters
    inner join measures
        on parameters.measure_id = measures.measure_id
    inner join services
        on
            (
                parameters.parameter = 'service_id'
                and parameters.value = services.service_id
            )
            or (
                parameters.parameter = 'service_tier'
                and parameters.value = services.service_tier
            )
    left join units
        on
            measures.scorecard_id = units.scorecard_id
            and measures.scorecard_id || '_' || services.service_id
            = units.organisation_unit_id
)

select * from final
