with measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
),

rules as (
    select * from {{ ref('stg_reference__sign_off_rules') }}
),

owners as (
    select * from {{ ref('int_measure_owners') }}
),

-- A role stands for the posts that have it on the measure, each for its own time.
named as (
    select
        measures.measure_id,
        rules.state,
        rules.step_rank,
        coalesce(owners.post_id, rules.post_id) as post_id,
        owners.from_date,
        owners.to_date
    from measures
    inner join rules
        on measures.scorecard_id = rules.scorecard_id
    left join owners
        on
            measures.measure_id = owners.measure_id
            and rules.role = owners.role
    where coalesce(owners.post_id, rules.post_id) is not null
),

ranked as (
    select
        *,
        min(step_rank) over (partition by measure_id, state) as first_rank
    from named
),

final as (
    select
        measure_id,
        state,
        post_id,
        from_date,
        to_date
    from ranked
    where step_rank = first_rank
)

select * from final
