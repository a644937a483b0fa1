with targets as (
    select
        target_version_id,
        measure_id,
        target_value,
        effective_from_date,
        effective_to_date,
        recorded_at
    from {{ ref('int_target_versions') }}
),

comparators as (
    select
        target_version_id,
        lower(comparator) as comparator_key
    from {{ ref('stg_reference__target_comparators') }}
),

benchmarks as (
    select
        measure_id,
        comparator_key,
        value,
        as_at_date,
        received_at
    from {{ ref('int_benchmarks') }}
),

-- What was known when the target took effect is its first figure, the newest of them.
given as (
    select
        targets.target_version_id,
        targets.effective_to_date,
        benchmarks.value,
        benchmarks.as_at_date,
        benchmarks.received_at,
        greatest(benchmarks.as_at_date, targets.effective_from_date) as from_date,
        row_number() over (
            partition by
                targets.target_version_id,
                greatest(benchmarks.as_at_date, targets.effective_from_date)
            order by benchmarks.as_at_date desc
        ) as age_rank
    from targets
    inner join comparators
        on targets.target_version_id = comparators.target_version_id
    inner join benchmarks
        on
            targets.measure_id = benchmarks.measure_id
            and comparators.comparator_key = benchmarks.comparator_key
            and (
                targets.effective_to_date is null
                or targets.effective_to_date >= benchmarks.as_at_date
            )
),

-- Each figure holds until the day before the next.
lasting as (
    select
        *,
        {{ add_days(
            'lead(from_date) over (partition by target_version_id order by from_date)',
            -1
        ) }} as last_date,
        min(from_date) over (partition by target_version_id) as first_date
    from given
    where age_rank = 1
),

first_dates as (
    select distinct
        target_version_id,
        first_date
    from lasting
),

final as (
    select
        targets.target_version_id,
        targets.target_value,
        cast(null as date) as benchmark_as_at_date,
        targets.effective_from_date,
        coalesce(
            {{ add_days('first_dates.first_date', -1) }}, targets.effective_to_date
        ) as effective_to_date,
        targets.recorded_at
    from targets
    left join first_dates
        on targets.target_version_id = first_dates.target_version_id
    where
        first_dates.first_date is null
        or first_dates.first_date > targets.effective_from_date
    union all
    select
        target_version_id,
        value as target_value,
        as_at_date as benchmark_as_at_date,
        from_date as effective_from_date,
        coalesce(last_date, effective_to_date) as effective_to_date,
        received_at as recorded_at
    from lasting
)

select * from final
