with claims as (
    select
        discrepancy_id,
        scorecard_id,
        explanation
    from {{ ref('stg_reference__known_discrepancies') }}
    where check_id = 'measures_by_type'
),

measures as (
    select
        scorecard_id,
        count(*) as measure_count,
        count(case when measure_type = 'key_result' then 1 end) as key_result_count,
        count(case when measure_type = 'kpi' then 1 end) as kpi_count
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
    group by scorecard_id
),

duplicates as (
    select
        scorecard_id,
        count(*) as pair_count
    from {{ ref('int_smart_findings') }}
    where test = 'duplicate'
    group by scorecard_id
),

final as (
    select
        claims.discrepancy_id,
        {{ fill_in('claims.explanation', {
            'key_results': format_unsigned('measures.key_result_count', 0),
            'kpis': format_unsigned('measures.kpi_count', 0),
            'all': format_unsigned('measures.measure_count', 0),
            'pairs': format_unsigned('coalesce(duplicates.pair_count, 0)', 0),
        }) }} as explanation,
        true as is_found
    from claims
    inner join measures
        on claims.scorecard_id = measures.scorecard_id
    left join duplicates
        on claims.scorecard_id = duplicates.scorecard_id
)

select * from final
