{%- set decimals = 'measures.display_decimals' -%}

with statuses as (
    select * from {{ ref('int_statuses') }}
),

measures as (
    select * from {{ ref('stg_reference__measures') }}
),

units as (
    select * from {{ ref('stg_reference__units') }}
),

periods as (
    select
        period_id,
        grain,
        label,
        preposition,
        article,
        sort_order
    from {{ ref('int_periods') }}
),

previous_periods as (
    select
        period_id,
        article || label as the_period
    from {{ ref('int_periods') }}
),

-- "6 against 6 due by then" would explain no amber: 6.17 does.
apart as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        {{ decimals }} + case
            when
                statuses.value != statuses.expected_value
                and {{ as_printed('statuses.value', decimals) }}
                = {{ as_printed('statuses.expected_value', decimals) }}
                then least(2, 4 - {{ decimals }})
            else 0
        end as expected_decimals
    from statuses
    inner join measures
        on statuses.measure_id = measures.measure_id
),

-- The figures of a sentence, each as it is read aloud.
final as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        measures.name,
        measures.deliverable,
        periods.label as period,
        periods.article || periods.label as the_period,
        periods.preposition || periods.article || periods.label as in_period,
        replace(measures.statement, '{value}', {{ with_unit(
            format_number('statuses.value', decimals),
            'statuses.value', 'units.prefix', 'units.suffix'
        ) }}) as statement,
        {{ with_unit(
            format_number('statuses.value', decimals),
            'statuses.value', 'units.prefix', 'units.suffix'
        ) }} as value,
        previous_periods.the_period as previous_period,
        {{ with_unit(
            format_number('statuses.previous_value', decimals),
            'statuses.previous_value', 'units.prefix', 'units.suffix'
        ) }} as previous_value,
        {{ with_unit(
            format_number('statuses.expected_value', 'apart.expected_decimals'),
            'statuses.expected_value', 'units.prefix', 'units.suffix'
        ) }} as expected_value,
        {{ with_unit(
            format_short('statuses.target_value'),
            'statuses.target_value', 'units.prefix', 'units.suffix'
        ) }} as target_value,
        {{ with_unit(
            format_short('statuses.target_lower_value'),
            'statuses.target_lower_value', 'units.prefix', 'units.suffix'
        ) }} as target_lower_value,
        {{ with_unit(
            format_short('statuses.target_upper_value'),
            'statuses.target_upper_value', 'units.prefix', 'units.suffix'
        ) }} as target_upper_value
    from statuses
    inner join measures
        on statuses.measure_id = measures.measure_id
    inner join apart
        on
            statuses.measure_id = apart.measure_id
            and statuses.organisation_unit_id = apart.organisation_unit_id
            and statuses.period_id = apart.period_id
    left join units
        on measures.unit = units.unit
    inner join periods
        on statuses.period_id = periods.period_id
    left join previous_periods
        on statuses.previous_period_id = previous_periods.period_id
)

select * from final
