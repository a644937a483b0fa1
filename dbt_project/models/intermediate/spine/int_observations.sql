with measures as (
    select
        measure_id,
        scale,
        is_value_authoritative,
        measure_kind,
        direction
    from {{ ref('stg_reference__measures') }}
),

computed as (
    select * from {{ ref('int_measures_computed') }}
),

certified_periods as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        awarded_on_date
    from {{ ref('int_certified_periods') }}
),

returned as (
    select * from {{ ref('int_return_observations') }}
),

observations as (
    select
        computed.measure_id,
        computed.organisation_unit_id,
        computed.period_id,
        cast(null as {{ type_decimal() }}) as stated_value,
        computed.numerator,
        computed.denominator,
        'reported' as return_status,
        -- In time or late goes by the day of the award, not by the end of its period.
        certified_periods.awarded_on_date as delivered_on_date,
        computed.load_id
    from computed
    left join certified_periods
        on
            computed.measure_id = certified_periods.measure_id
            and computed.organisation_unit_id = certified_periods.organisation_unit_id
            and computed.period_id = certified_periods.period_id
    union all
    select
        measure_id,
        organisation_unit_id,
        period_id,
        value as stated_value,
        numerator,
        denominator,
        return_status,
        delivered_on_date,
        load_id
    from returned
),

valued as (
    select
        observations.*,
        measures.measure_kind,
        measures.direction,
        {{ divide(
            'observations.numerator * measures.scale', 'observations.denominator'
        ) }} as parts_value,
        -- The parts decide, unless the catalogue says the stated value does or there
        -- are none.
        measures.is_value_authoritative
        or observations.numerator is null
        or observations.denominator is null as is_stated_value_used
    from observations
    inner join measures
        on observations.measure_id = measures.measure_id
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        numerator,
        denominator,
        case
            when return_status in ('not_expected', 'awaiting') then null
            when is_stated_value_used and denominator = 0 then null
            when is_stated_value_used then stated_value
            else parts_value
        end as value,
        return_status,
        delivered_on_date,
        load_id
    from valued
)

select * from final
