with claims as (
    select
        discrepancy_id,
        scorecard_id,
        explanation,
        claimed_value
    from {{ ref('stg_reference__known_discrepancies') }}
    where check_id = 'rows_and_cards'
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
),

targets as (
    select distinct measure_id
    from {{ ref('int_targets') }}
),

-- A measure has a report card when its return says what success will look like.
cards as (
    select distinct measure_id
    from {{ ref('int_return_narratives_judged') }}
    where rejection_rule_id is null and section_id = 'success'
),

counted as (
    select
        claims.discrepancy_id,
        claims.explanation,
        claims.claimed_value,
        count(*) as row_count,
        count(targets.measure_id) as target_count,
        count(cards.measure_id) as card_count
    from claims
    inner join measures
        on claims.scorecard_id = measures.scorecard_id
    left join targets
        on measures.measure_id = targets.measure_id
    left join cards
        on measures.measure_id = cards.measure_id
    group by claims.discrepancy_id, claims.explanation, claims.claimed_value
),

final as (
    select
        discrepancy_id,
        {{ fill_in('explanation', {
            'rows': format_unsigned('row_count', 0),
            'targets': format_unsigned('target_count', 0),
            'cards': format_unsigned('card_count', 0),
        }) }} as explanation,
        row_count != claimed_value
        or target_count != claimed_value
        or card_count != claimed_value as is_found
    from counted
    where card_count > 0
)

select * from final
