with observations as (
    select * from {{ ref('int_observations') }}
),

measures as (
    select
        measure_id,
        scale
    from {{ ref('stg_reference__measures') }}
),

numbers as (
    select * from {{ ref('int_protected_numbers') }}
),

-- Nothing that follows sees any other number of a protected measure. That nothing was
-- counted is a number too: in a table that is withheld it is withheld as well.
final as (
    select
        observations.measure_id,
        observations.organisation_unit_id,
        observations.period_id,
        case
            when numbers.measure_id is null then observations.numerator
            when
                numbers.suppression_reason is null
                and observations.numerator is not null
                then numbers.numerator
        end as numerator,
        case
            when numbers.measure_id is null then observations.denominator
            when
                numbers.suppression_reason is null
                and observations.denominator is not null
                then numbers.denominator
        end as denominator,
        case
            when numbers.measure_id is null then observations.value
            when
                numbers.suppression_reason is null
                and numbers.exact_value is not null
                then {{ divide(
                    'numbers.numerator * measures.scale', 'numbers.denominator'
                ) }}
        end as value,
        observations.return_status,
        numbers.measure_id is not null
        and numbers.suppression_reason is null as is_rounded,
        coalesce(numbers.is_suppressed, false) as is_suppressed,
        case
            when numbers.is_suppressed then numbers.suppression_reason
        end as suppression_reason,
        numbers.disclosure_rule_id,
        observations.delivered_on_date,
        -- A load for each unit would tell which of them a late record changed.
        case
            when numbers.measure_id is null then observations.load_id
            else max(observations.load_id) over (
                partition by observations.measure_id, observations.period_id
            )
        end as load_id
    from observations
    inner join measures
        on observations.measure_id = measures.measure_id
    left join numbers
        on
            observations.measure_id = numbers.measure_id
            and observations.organisation_unit_id = numbers.organisation_unit_id
            and observations.period_id = numbers.period_id
)

select * from final
