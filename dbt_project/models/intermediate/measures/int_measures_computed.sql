{%- set names = ['numerator_divisor', 'denominator_divisor', 'fixed_denominator'] -%}

with measure_periods as (
    select
        measure_id,
        scorecard_id,
        organisation_unit_id,
        period_id,
        period_start_date,
        period_end_date
    from {{ ref('int_measure_periods') }}
),

parts as (
    select * from {{ ref('int_measure_parts') }}
),

sources_heard as (
    select * from {{ ref('int_measure_sources_heard') }}
),

parameters as (
    select
        measure_id,
        {% for name in names -%}
        max(case when parameter = '{{ name }}' then value end) as {{ name }},
        {% endfor -%}
        max(case when parameter = 'silence' then value end) as silence
    from {{ ref('stg_reference__measure_parameters') }}
    group by measure_id
),

units as (
    select distinct
        measure_id,
        organisation_unit_id,
        organisation_unit_id = scorecard_id as is_organisation
    from measure_periods
),

-- The organisation is the sum over every part, a unit over its own.
days as (
    select
        units.measure_id,
        units.organisation_unit_id,
        parts.part_date,
        sum(parts.numerator) as numerator,
        sum(parts.denominator) as denominator,
        max(parts.load_id) as load_id
    from units
    inner join parts
        on
            units.measure_id = parts.measure_id
            and (
                units.is_organisation
                or units.organisation_unit_id = parts.organisation_unit_id
            )
    group by units.measure_id, units.organisation_unit_id, parts.part_date
),

summed as (
    select
        measure_periods.measure_id,
        measure_periods.organisation_unit_id,
        measure_periods.period_id,
        measure_periods.period_end_date,
        coalesce(sum(days.numerator), 0) as numerator,
        coalesce(sum(days.denominator), 0) as denominator,
        max(days.load_id) as load_id,
        count(days.part_date) > 0 as has_parts
    from measure_periods
    left join days
        on
            measure_periods.measure_id = days.measure_id
            and measure_periods.organisation_unit_id = days.organisation_unit_id
            and days.part_date between measure_periods.period_start_date
            and measure_periods.period_end_date
    group by
        measure_periods.measure_id, measure_periods.organisation_unit_id,
        measure_periods.period_id, measure_periods.period_end_date
),

final as (
    select
        summed.measure_id,
        summed.organisation_unit_id,
        summed.period_id,
        summed.period_end_date,
        {{ divide('summed.numerator', "coalesce(parameters.numerator_divisor, '1')") }}
            as numerator,
        coalesce(
            cast(parameters.fixed_denominator as {{ type_decimal() }}),
            {{ divide(
                'summed.denominator', "coalesce(parameters.denominator_divisor, '1')"
            ) }}
        ) as denominator,
        coalesce(summed.load_id, sources_heard.load_id) as load_id
    from summed
    -- A measure says nothing before each of its tables has brought a row.
    inner join sources_heard
        on summed.measure_id = sources_heard.measure_id
    left join parameters
        on summed.measure_id = parameters.measure_id
    where summed.has_parts or coalesce(parameters.silence, 'zero') != 'awaits_data'
)

select * from final
