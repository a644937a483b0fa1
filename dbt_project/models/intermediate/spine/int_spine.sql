with measure_periods as (
    select * from {{ ref('int_measure_periods') }}
),

milestones as (
    select measure_id
    from {{ ref('stg_reference__measures') }}
    where measure_kind = 'milestone'
),

observations as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        value
    from {{ ref('int_observations') }}
),

-- A milestone is followed until the period in which it is delivered.
deliveries as (
    select
        measure_periods.measure_id,
        measure_periods.organisation_unit_id,
        min(measure_periods.period_end_date) as delivered_period_end_date
    from measure_periods
    inner join milestones
        on measure_periods.measure_id = milestones.measure_id
    inner join observations
        on
            measure_periods.measure_id = observations.measure_id
            and measure_periods.organisation_unit_id = observations.organisation_unit_id
            and measure_periods.period_id = observations.period_id
            and observations.value = 1
    group by measure_periods.measure_id, measure_periods.organisation_unit_id
),

final as (
    select measure_periods.*
    from measure_periods
    left join deliveries
        on
            measure_periods.measure_id = deliveries.measure_id
            and measure_periods.organisation_unit_id = deliveries.organisation_unit_id
    where
        deliveries.measure_id is null
        or measure_periods.period_end_date <= deliveries.delivered_period_end_date
)

select * from final
