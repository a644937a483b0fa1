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
            format_number('statuses.value', 'measures.display_decimals'),
            'statuses.value', 'units.prefix', 'units.suffix'
        ) }}) as statement,
        {{ with_unit(
            format_number('statuses.value', 'measures.display_decimals'),
            'statuses.value', 'units.prefix', 'units.suffix'
        ) }} as value,
        previous_periods.the_period as previous_period,
        {{ with_unit(
            format_number('statuses.previous_value', 'measures.display_decimals'),
            'statuses.previous_value', 'units.prefix', 'units.suffix'
        ) }} as previous_value,
        {{ with_unit(
            format_number('statuses.expected_value', 'measures.display_decimals'),
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
    left join units
        on measures.unit = units.unit
    inner join periods
        on statuses.period_id = periods.period_id
    left join previous_periods
        on statuses.previous_period_id = previous_periods.period_id
)

select * from final
