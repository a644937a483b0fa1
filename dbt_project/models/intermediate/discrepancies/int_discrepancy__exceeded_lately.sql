with claims as (
    select
        discrepancy_id,
        measure_id,
        explanation,
        claimed_value
    from {{ ref('stg_reference__known_discrepancies') }}
    where check_id = 'exceeded_lately'
),

figures as (
    select * from {{ ref('int_discrepancy_figures') }}
),

-- The periods the sentence speaks of: the last ones, as many as it says.
recent as (
    select
        claims.discrepancy_id,
        claims.explanation,
        claims.claimed_value,
        figures.period_end_date,
        figures.period,
        figures.value,
        figures.value_in_words,
        figures.target_in_words,
        figures.direction,
        case figures.direction
            when 'higher' then figures.value > figures.target_value
            when 'lower' then figures.value < figures.target_value
        end as is_exceeded,
        max(figures.period_end_date) over (
            partition by claims.discrepancy_id
        ) = figures.period_end_date as is_last
    from claims
    inner join figures
        on
            claims.measure_id = figures.measure_id
            and claims.claimed_value >= figures.recency
),

counted as (
    select
        discrepancy_id,
        explanation,
        claimed_value,
        max(target_in_words) as target_in_words,
        max(case when is_last then period end) as last_period,
        count(case when not is_exceeded then 1 end) as missed_count,
        {{ dbt.listagg(
            "case when not is_exceeded then period || ' (' || value_in_words || ')' end",
            "', '", 'order by period_end_date'
        ) }} as misses
    from recent
    group by discrepancy_id, explanation, claimed_value
    having count(*) = claimed_value
),

final as (
    select
        discrepancy_id,
        {{ fill_in('explanation', {
            'claimed': format_unsigned('claimed_value', 0),
            'missed': format_unsigned('missed_count', 0),
            'misses': 'misses',
            'target': 'target_in_words',
            'last_period': 'last_period',
        }) }} as explanation,
        missed_count > 0 as is_found
    from counted
)

select * from final
