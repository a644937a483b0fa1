with claims as (
    select
        discrepancy_id,
        measure_id,
        explanation,
        claimed_value
    from {{ ref('stg_reference__known_discrepancies') }}
    where check_id = 'two_readings'
),

promises as (
    select
        measure_id,
        target_value
    from {{ ref('int_smart_promises') }}
    where target_value is not null
),

measures as (
    select
        measure_id,
        unit,
        direction,
        display_decimals
    from {{ ref('stg_reference__measures') }}
),

units as (
    select
        unit,
        prefix,
        suffix
    from {{ ref('stg_reference__units') }}
),

-- Worse than the target: above it where lower is better.
joined as (
    select
        claims.*,
        promises.target_value,
        measures.display_decimals,
        units.prefix,
        units.suffix,
        case measures.direction when 'lower' then 1 else -1 end as side
    from claims
    inner join promises
        on claims.measure_id = promises.measure_id
    inner join measures
        on claims.measure_id = measures.measure_id
    left join units
        on measures.unit = units.unit
),

read as (
    select
        *,
        target_value
        + side * {{ divide('target_value * claimed_value', 100) }} as share_value,
        target_value + side * claimed_value as points_value
    from joined
),

final as (
    select
        discrepancy_id,
        {{ fill_in('explanation', {
            'claimed': format_short('claimed_value'),
            'as_share': with_unit(
                format_number('share_value', 'display_decimals'), 'share_value',
                'prefix', 'suffix'
            ),
            'as_points': with_unit(
                format_number('points_value', 'display_decimals'), 'points_value',
                'prefix', 'suffix'
            ),
        }) }} as explanation,
        share_value != points_value as is_found
    from read
)

select * from final
