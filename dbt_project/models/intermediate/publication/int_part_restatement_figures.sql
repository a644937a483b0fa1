-- The figures that are restated, and those that were withheld; only the former have a
-- place in the reason, where the latter would say what they were.
with restatements as (
    select
        publication_id,
        measure_id,
        known_since_at,
        true as is_restated
    from {{ ref('int_restatements') }}
    union all
    select
        publication_id,
        measure_id,
        known_since_at,
        false as is_restated
    from {{ ref('int_withheld_figures_known') }}
),

measures as (
    select
        measure_id,
        name,
        sort_order
    from {{ ref('stg_reference__measures') }}
),

objective_measures as (
    select
        objective_id,
        measure_id
    from {{ ref('int_objective_measures') }}
),

-- What rests on a measure: an objective, and a step about either.
owners as (
    select
        measure_id,
        measure_id as owner_id,
        'measure' as owner_type
    from measures
    union all
    select
        measure_id,
        objective_id as owner_id,
        'objective' as owner_type
    from objective_measures
),

restated as (
    select
        restatements.publication_id,
        owners.owner_type,
        owners.owner_id,
        restatements.measure_id,
        max(case when restatements.is_restated then restatements.known_since_at end)
            as restated_since_at,
        max(restatements.known_since_at) as known_since_at,
        max(case when restatements.is_restated then 1 else 0 end) = 1 as is_restated
    from restatements
    inner join owners
        on restatements.measure_id = owners.measure_id
    group by
        restatements.publication_id,
        owners.owner_type,
        owners.owner_id,
        restatements.measure_id
),

final as (
    select
        restated.publication_id,
        restated.owner_type,
        restated.owner_id,
        coalesce(max(restated.restated_since_at), max(restated.known_since_at))
            as known_since_at,
        {{ dbt.listagg(
            "case when restated.is_restated then measures.name end",
            "', '",
            "order by measures.sort_order, measures.measure_id"
        ) }} as measure_names
    from restated
    inner join measures
        on restated.measure_id = measures.measure_id
    group by restated.publication_id, restated.owner_type, restated.owner_id
)

select * from final
