with claims as (
    select
        discrepancy_id,
        measure_id,
        explanation
    from {{ ref('stg_reference__known_discrepancies') }}
    where check_id = 'code_missing'
),

measures as (
    select
        measure_id,
        scorecard_id,
        measure_type,
        code
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
),

coded as (
    select
        scorecard_id,
        measure_type,
        count(code) as coded_count,
        count(*) as measure_count
    from measures
    group by scorecard_id, measure_type
),

final as (
    select
        claims.discrepancy_id,
        {{ fill_in('claims.explanation', {
            'coded': format_unsigned('coded.coded_count', 0),
            'all': format_unsigned('coded.measure_count', 0),
        }) }} as explanation,
        measures.code is null and coded.coded_count > 0 as is_found
    from claims
    inner join measures
        on claims.measure_id = measures.measure_id
    inner join coded
        on
            measures.scorecard_id = coded.scorecard_id
            and measures.measure_type = coded.measure_type
)

select * from final
