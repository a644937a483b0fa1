with claims as (
    select
        discrepancy_id,
        measure_id,
        explanation,
        claimed_value
    from {{ ref('stg_reference__known_discrepancies') }}
    where check_id = 'improvement_share'
),

figures as (
    select
        measure_id,
        baseline_in_words,
        target_in_words,
        improvement
    from {{ ref('int_smart_figures') }}
    where improvement is not null
),

final as (
    select
        claims.discrepancy_id,
        {{ fill_in('claims.explanation', {
            'baseline': 'figures.baseline_in_words',
            'target': 'figures.target_in_words',
            'claimed': format_short('claims.claimed_value'),
            'computed': format_unsigned('figures.improvement', 2),
        }) }} as explanation,
        figures.improvement != claims.claimed_value as is_found
    from claims
    inner join figures
        on claims.measure_id = figures.measure_id
)

select * from final
