{{ config(meta={"dagster": {"ref": {"name": "fct_objective_statuses"}}}) }}

-- The four counts add up, and a node without nodes below it counts its own measures.
with statuses as (
    select
        statuses.*,
        rules.counted_measure_type
    from {{ ref('fct_objective_statuses') }} as statuses
    inner join {{ ref('dim_objectives') }} as nodes
        on statuses.objective_id = nodes.objective_id
    inner join {{ ref('dim_objective_types') }} as rules
        on
            nodes.node_type = rules.node_type
            and statuses.roll_up_rule_id = rules.roll_up_rule_id
            and statuses.roll_up_version = rules.version
),

measures as (
    select
        statuses.objective_id,
        statuses.period_id,
        count(*) as measure_count
    from statuses
    inner join {{ ref('dim_measures') }} as dim_measures
        on statuses.objective_id = dim_measures.objective_id
    where
        dim_measures.parent_measure_id is null
        and (
            statuses.counted_measure_type is null
            or dim_measures.measure_type = statuses.counted_measure_type
        )
    group by statuses.objective_id, statuses.period_id
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
    on
        statuses.objective_id = measures.objective_id
        and statuses.period_id = measures.period_id
where statuses.measure_count != coalesce(measures.measure_count, 0)
