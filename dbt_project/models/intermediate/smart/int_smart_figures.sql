with promises as (
    select
        measure_id,
        baseline_value,
        baseline_text,
        target_value
    from {{ ref('int_smart_promises') }}
),

measures as (
    select
        measure_id,
        unit,
        direction,
        minimum_value,
        maximum_value
    from {{ ref('stg_reference__measures') }}
),

units as (
    select
        unit,
        prefix,
        suffix
    from {{ ref('stg_reference__units') }}
),

joined as (
    select
        promises.measure_id,
        promises.baseline_value,
        promises.baseline_text,
        promises.target_value,
        measures.direction,
        measures.minimum_value,
        measures.maximum_value,
        units.prefix,
        units.suffix
    from promises
    inner join measures
        on promises.measure_id = measures.measure_id
    left join units
        on measures.unit = units.unit
),

-- A gain is an improvement, whichever way is better.
final as (
    select
        measure_id,
        baseline_value,
        baseline_text,
        target_value,
        minimum_value,
        maximum_value,
        case direction
            when 'higher' then target_value - baseline_value
            when 'lower' then baseline_value - target_value
        end as gain,
        {{ divide('100 * abs(target_value - baseline_value)', 'abs(baseline_value)') }}
            as improvement,
        {{ with_unit(
            format_short('baseline_value'), 'baseline_value', 'prefix', 'suffix'
        ) }} as baseline_in_words,
        {{ with_unit(
            format_short('target_value'), 'target_value', 'prefix', 'suffix'
        ) }} as target_in_words,
        {{ with_unit(
            format_short('minimum_value'), 'minimum_value', 'prefix', 'suffix'
        ) }} as minimum_in_words,
        {{ with_unit(
            format_short('maximum_value'), 'maximum_value', 'prefix', 'suffix'
        ) }} as maximum_in_words
    from joined
)

select * from final
