with claims as (
    select
        discrepancy_id,
        measure_id,
        explanation,
        claimed_value
    from {{ ref('stg_reference__known_discrepancies') }}
    where check_id = 'parts_above_print'
),

printed as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        value,
        implied_value,
        printed_class
    from {{ ref('int_printed_values_classed') }}
),

figures as (
    select * from {{ ref('int_discrepancy_figures') }}
),

observations as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        numerator,
        denominator
    from {{ ref('int_return_observations') }}
),

-- The periods printed with the figure in question, those whose parts give most first.
compared as (
    select
        claims.discrepancy_id,
        claims.explanation,
        figures.period,
        figures.value_in_words,
        observations.numerator,
        observations.denominator,
        printed.implied_value,
        printed.printed_class != 'agrees'
        and printed.implied_value > printed.value as is_above,
        row_number() over (
            partition by claims.discrepancy_id
            order by printed.implied_value desc, figures.period_end_date asc
        ) as height_rank
    from claims
    inner join printed
        on
            claims.measure_id = printed.measure_id
            and claims.claimed_value = printed.value
    inner join figures
        on
            printed.measure_id = figures.measure_id
            and printed.period_id = figures.period_id
    inner join observations
        on
            printed.measure_id = observations.measure_id
            and printed.organisation_unit_id = observations.organisation_unit_id
            and printed.period_id = observations.period_id
),

counted as (
    select
        discrepancy_id,
        count(*) as period_count,
        count(case when is_above then 1 end) as above_count
    from compared
    group by discrepancy_id
),

final as (
    select
        compared.discrepancy_id,
        {{ fill_in('compared.explanation', {
            'count': format_unsigned('counted.above_count', 0),
            'all': format_unsigned('counted.period_count', 0),
            'printed': 'compared.value_in_words',
            'period': 'compared.period',
            'numerator': format_unsigned('compared.numerator', 0),
            'denominator': format_unsigned('compared.denominator', 0),
            'implied': format_unsigned('compared.implied_value', 1),
        }) }} as explanation,
        counted.above_count > 0 as is_found
    from compared
    inner join counted
        on compared.discrepancy_id = counted.discrepancy_id
    where compared.height_rank = 1
)

select * from final
