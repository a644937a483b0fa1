with claims as (
    select
        discrepancy_id,
        scorecard_id,
        explanation
    from {{ ref('stg_reference__known_discrepancies') }}
    where check_id = 'cancelled_counted'
),

volumes as (
    select * from {{ ref('int_programme_volumes') }}
    where printed_share_basis is not null
),

-- The first year whose printed share counts cancelled projects is the example.
ranked as (
    select
        claims.discrepancy_id,
        claims.explanation,
        volumes.*,
        volumes.printed_share_basis = 'completed_and_cancelled' as is_counted,
        row_number() over (
            partition by
                claims.discrepancy_id,
                volumes.printed_share_basis = 'completed_and_cancelled'
            order by volumes.period_end_date
        ) as year_rank
    from claims
    inner join volumes
        on claims.scorecard_id = volumes.scorecard_id
),

counted as (
    select
        discrepancy_id,
        count(*) as year_count,
        count(case when is_counted then 1 end) as counted_years
    from ranked
    group by discrepancy_id
),

examples as (
    select * from ranked
    where year_rank = 1 and is_counted
),

final as (
    select
        counted.discrepancy_id,
        {{ fill_in('examples.explanation', {
            'years': format_unsigned('counted.counted_years', 0),
            'all_years': format_unsigned('counted.year_count', 0),
            'year': 'examples.period_label',
            'completed': format_unsigned('examples.completed_count', 0),
            'cancelled': format_unsigned('examples.cancelled_count', 0),
            'accepted': format_unsigned('examples.accepted_count', 0),
            'completed_share': format_unsigned('examples.completed_share', 2),
            'closed_share': format_unsigned('examples.closed_share', 2),
        }) }} as explanation,
        counted.counted_years > 0 as is_found
    from counted
    left join examples
        on counted.discrepancy_id = examples.discrepancy_id
)

select * from final
