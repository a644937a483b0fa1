with statuses as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        value,
        target_value
    from {{ ref('int_statuses') }}
    where is_complete and value is not null
),

measures as (
    select
        measure_id,
        scorecard_id,
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

texts as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        the_period as period
    from {{ ref('int_status_texts') }}
),

-- What a paper says of itself is said of the whole organisation.
joined as (
    select
        statuses.*,
        texts.period,
        measures.direction,
        measures.display_decimals,
        units.prefix,
        units.suffix
    from statuses
    inner join measures
        on
            statuses.measure_id = measures.measure_id
            and statuses.organisation_unit_id = measures.scorecard_id
    inner join texts
        on
            statuses.measure_id = texts.measure_id
            and statuses.organisation_unit_id = texts.organisation_unit_id
            and statuses.period_id = texts.period_id
    left join units
        on measures.unit = units.unit
),

final as (
    select
        measure_id,
        period_id,
        period_end_date,
        period,
        direction,
        value,
        target_value,
        {{ with_unit(
            format_number('value', 'display_decimals'), 'value', 'prefix', 'suffix'
        ) }} as value_in_words,
        {{ with_unit(
            format_number('target_value', 'display_decimals'), 'target_value',
            'prefix', 'suffix'
        ) }} as target_in_words,
        row_number() over (
            partition by measure_id order by period_end_date desc
        ) as recency
    from joined
)

select * from final
