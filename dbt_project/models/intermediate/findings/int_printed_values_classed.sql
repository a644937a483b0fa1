with observations as (
    select * from {{ ref('int_return_observations') }}
    where value is not null and numerator is not null and denominator > 0
),

measures as (
    select
        measure_id,
        scale,
        display_decimals
    from {{ ref('stg_reference__measures') }}
    where is_value_authoritative
),

-- A part printed as 121.2k may be 50 higher or lower: two bounds hold the true value.
implied as (
    select
        observations.measure_id,
        observations.organisation_unit_id,
        observations.period_id,
        observations.value,
        measures.display_decimals,
        {{ divide(
            'observations.numerator * measures.scale', 'observations.denominator'
        ) }}
            as implied_value,
        {{ divide(
            '(observations.numerator - observations.numerator_rounding)'
            ~ ' * measures.scale',
            'observations.denominator + observations.denominator_rounding'
        ) }} as lowest_implied_value,
        {{ divide(
            '(observations.numerator + observations.numerator_rounding)'
            ~ ' * measures.scale',
            'observations.denominator - observations.denominator_rounding'
        ) }} as highest_implied_value,
        {{ divide(1, '2 * power(10, measures.display_decimals)') }} as half_unit
    from observations
    inner join measures
        on observations.measure_id = measures.measure_id
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        value,
        implied_value,
        case
            when
                value between lowest_implied_value - half_unit
                and highest_implied_value + half_unit
                then 'agrees'
            when value = round(value, 0) and value = round(implied_value, 0)
                then 'rounded'
            when
                value = {{ cut_decimals('implied_value', 'display_decimals') }}
                or value = {{ cut_decimals('implied_value', 0) }}
                then 'truncated'
            else 'inconsistent'
        end as printed_class
    from implied
)

select * from final
