with measure_values as (
    select * from {{ ref('fct_measure_values') }}
),

measures as (
    select
        measure_id,
        scorecard_id,
        scale,
        is_value_authoritative
    from {{ ref('dim_measures') }}
),

statuses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        attainment,
        is_complete
    from {{ ref('fct_measure_statuses') }}
),

-- A figure weighs as much as its denominator; weighted figures over weights are added
-- parts over added parts. Where the printed figure rules, it is weighed itself: its
-- parts may say something else, and alone it has to stay what was printed.
final as (
    select
        measure_values.measure_id,
        measure_values.period_id,
        measures.scorecard_id,
        measure_values.value,
        cast(
            case
                when measures.is_value_authoritative
                    then measure_values.value * measure_values.denominator
                else measure_values.numerator * measures.scale
            end as {{ type_decimal() }}
        ) as weighted_value,
        measure_values.denominator as weight,
        statuses.attainment,
        not statuses.is_complete as is_provisional,
        measure_values.period_start_date,
        measure_values.period_end_date
    from measure_values
    inner join measures
        on measure_values.measure_id = measures.measure_id
    inner join statuses
        on
            measure_values.measure_id = statuses.measure_id
            and measure_values.organisation_unit_id = statuses.organisation_unit_id
            and measure_values.period_id = statuses.period_id
    where
        measure_values.value is not null
        and measure_values.organisation_unit_id = measures.scorecard_id
)

select * from final
