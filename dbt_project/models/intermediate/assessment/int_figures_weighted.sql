with statuses as (
    select * from {{ ref('int_statuses') }}
),

measures as (
    select
        measure_id,
        scorecard_id,
        scale,
        is_value_authoritative
    from {{ ref('stg_reference__measures') }}
),

-- A figure weighs as much as its denominator; weighted figures over weights are added
-- parts over added parts. Where the printed figure rules, it is weighed itself: its
-- parts may say something else, and alone it has to stay what was printed.
final as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        measures.scorecard_id,
        statuses.value,
        cast(
            case
                when measures.is_value_authoritative
                    then statuses.value * statuses.denominator
                else statuses.numerator * measures.scale
            end as {{ type_decimal() }}
        ) as weighted_value,
        statuses.denominator as weight,
        statuses.attainment,
        statuses.organisation_unit_id = measures.scorecard_id as is_of_the_whole,
        not statuses.is_complete as is_provisional,
        statuses.period_start_date,
        statuses.period_end_date
    from statuses
    inner join measures
        on statuses.measure_id = measures.measure_id
    where statuses.value is not null
)

select * from final
