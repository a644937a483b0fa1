with recursive objectives as (
    select
        objective_id,
        scorecard_id,
        parent_objective_id
    from {{ ref('stg_reference__objectives') }}
),

-- Parts and companions show their own colour and count for nothing.
measures as (
    select
        measure_id,
        scorecard_id,
        objective_id,
        measure_type
    from {{ ref('stg_reference__measures') }}
    where parent_measure_id is null
),

-- Each node is above itself. A tree that ran in a circle would end here, not the build.
families as (
    select
        objective_id as ancestor_objective_id,
        objective_id,
        0 as generation
    from objectives
    union all
    select
        families.ancestor_objective_id,
        objectives.objective_id,
        families.generation + 1 as generation
    from families
    inner join objectives
        on families.objective_id = objectives.parent_objective_id
    where families.generation < 10
),

final as (
    select distinct
        objectives.objective_id,
        objectives.scorecard_id,
        measures.measure_id,
        measures.measure_type
    from objectives
    inner join families
        on objectives.objective_id = families.ancestor_objective_id
    inner join measures
        on families.objective_id = measures.objective_id
)

select * from final
