with measures as (
    select measure_id
    from {{ ref('stg_reference__measures') }}
    where aggregation = 'parts'
),

returned as (
    select * from {{ ref('int_return_observations') }}
),

final as (
    select
        'parts_missing' as finding_type,
        returned.measure_id,
        returned.organisation_unit_id,
        returned.period_id,
        'The figure came without the parts that longer spans are worked out from: '
        || 'it stands for its own period and is left out of them.' as explanation
    from returned
    inner join measures
        on returned.measure_id = measures.measure_id
    where
        returned.value is not null
        and (
            returned.numerator is null
            or returned.denominator is null
            or returned.denominator = 0
        )
)

select * from final
