{{ config(meta={"dagster": {"ref": {"name": "fct_objective_statuses"}}}) }}

-- The four counts add up, and a node without nodes below it counts its own measures.
with measures as (
    select
        dim_measures.objective_id,
        count(*) as measure_count
    from {{ ref('dim_measures') }} as dim_measures
    inner join {{ ref('dim_objectives') }} as dim_objectives
        on dim_measures.objective_id = dim_objectives.objective_id
    inner join {{ ref('dim_objective_types') }} as dim_objective_types
        on dim_objectives.node_type = dim_objective_types.node_type
    where
        dim_measures.parent_measure_id is null
        and (
            dim_objective_types.counted_measure_type is null
            or dim_measures.measure_type = dim_objective_types.counted_measure_type
        )
    group by dim_measures.objective_id
),

parents as (
    select distinct parent_objective_id
    from {{ ref('dim_objectives') }}
    where parent_objective_id is not null
),

leaves as (
    select nodes.objective_id
    from {{ ref('dim_objectives') }} as nodes
    left join parents
        on nodes.objective_id = parents.parent_objective_id
    where parents.parent_objective_id is null
),

statuses as (
    select * from {{ ref('fct_objective_statuses') }}
)

select
    statuses.objective_id,
    statuses.period_id,
    'the colours do not add up to the measures' as problem
from statuses
where
    statuses.green_count + statuses.amber_count + statuses.red_count
    + statuses.none_count != statuses.measure_count
union all
select
    statuses.objective_id,
    statuses.period_id,
    'another count than the measures below it' as problem
from statuses
inner join leaves
    on statuses.objective_id = leaves.objective_id
left join measures
    on statuses.objective_id = measures.objective_id
where statuses.measure_count != coalesce(measures.measure_count, 0)
