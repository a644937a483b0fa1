with cells as (
    select * from {{ ref('int_protected_cells') }}
),

bounded_measures as (
    select measure_id
    from {{ ref('stg_reference__measures') }}
    where is_bounded
),

pairs as (
    select
        numerators.measure_id,
        numerators.period_id,
        numerators.table_place,
        numerators.lower_value as numerator_lower_value,
        numerators.upper_value as numerator_upper_value,
        denominators.lower_value as denominator_lower_value,
        denominators.upper_value as denominator_upper_value
    from cells as numerators
    inner join cells as denominators
        on
            numerators.measure_id = denominators.measure_id
            and numerators.organisation_unit_id = denominators.organisation_unit_id
            and numerators.period_id = denominators.period_id
            and denominators.part = 'denominator'
    inner join bounded_measures
        on numerators.measure_id = bounded_measures.measure_id
    where numerators.part = 'numerator'
),

-- Whoever is counted below the line and not above it: at least so many in each unit,
-- and as many as one of its two numbers needs to reach its own ends.
complements as (
    select
        measure_id,
        period_id,
        greatest(denominator_lower_value - numerator_upper_value, 0) as least_value,
        greatest(
            denominator_lower_value - numerator_lower_value,
            denominator_upper_value - numerator_upper_value
        ) as needed_value
    from pairs
    where table_place = 'unit'
),

summed as (
    select
        measure_id,
        period_id,
        sum(least_value) as least_value,
        max(needed_value - least_value) as needed_value
    from complements
    group by measure_id, period_id
),

final as (
    select
        summed.measure_id,
        summed.period_id,
        totals.denominator_upper_value - totals.numerator_lower_value
        >= summed.least_value + summed.needed_value
        and totals.denominator_lower_value - totals.numerator_lower_value
        >= summed.least_value
        and totals.denominator_upper_value - totals.numerator_upper_value
        >= summed.least_value as is_safe
    from summed
    inner join pairs as totals
        on
            summed.measure_id = totals.measure_id
            and summed.period_id = totals.period_id
            and totals.table_place = 'total'
)

select * from final
