with benchmarks as (
    select * from {{ ref('int_benchmarks') }}
),

targets as (
    select distinct
        measure_id,
        comparator,
        decision_reference
    from {{ ref('int_targets') }}
    where comparator is not null and superseded_at is null
),

referred as (
    select
        measure_id,
        lower(comparator) as comparator_key
    from targets
    group by measure_id, lower(comparator)
),

-- A target that names a comparator nobody has given a figure for is a row without one.
final as (
    select
        benchmarks.measure_id,
        benchmarks.comparator,
        benchmarks.benchmark_source,
        benchmarks.value,
        benchmarks.as_at_date,
        referred.measure_id is not null as is_target,
        benchmarks.load_id
    from benchmarks
    left join referred
        on
            benchmarks.measure_id = referred.measure_id
            and benchmarks.comparator_key = referred.comparator_key
    union all
    select
        targets.measure_id,
        targets.comparator,
        max(coalesce(targets.decision_reference, targets.comparator))
            as benchmark_source,
        cast(null as {{ type_decimal() }}) as value,
        cast(null as date) as as_at_date,
        true as is_target,
        cast(null as {{ dbt.type_string() }}) as load_id
    from targets
    left join benchmarks
        on
            targets.measure_id = benchmarks.measure_id
            and lower(targets.comparator) = benchmarks.comparator_key
    where benchmarks.measure_id is null
    group by targets.measure_id, targets.comparator
)

select * from final
