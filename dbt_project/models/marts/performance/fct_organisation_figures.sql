with measure_values as (
    select * from {{ ref('fct_measure_values') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('dim_measures') }}
),

attainments as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        attainment
    from {{ ref('fct_measure_statuses') }}
),

-- A figure weighs as much as its denominator. Weighted figures over weights are added
-- parts over added parts, and the figure itself where there is only one: also where it
-- was printed or rounded.
final as (
    select
        measure_values.measure_id,
        measure_values.period_id,
        measures.scorecard_id,
        measure_values.value,
        cast(
            measure_values.value * measure_values.denominator as {{ type_decimal() }}
        ) as weighted_value,
        measure_values.denominator as weight,
        attainments.attainment,
        measure_values.period_start_date,
        measure_values.period_end_date
    from measure_values
    inner join measures
        on measure_values.measure_id = measures.measure_id
    inner join attainments
        on
            measure_values.measure_id = attainments.measure_id
            and measure_values.organisation_unit_id = attainments.organisation_unit_id
            and measure_values.period_id = attainments.period_id
    where
        measure_values.value is not null
        and measure_values.organisation_unit_id = measures.scorecard_id
)

select * from final
