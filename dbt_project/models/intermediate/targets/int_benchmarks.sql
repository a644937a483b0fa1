with returned as (
    select * from {{ ref('int_return_benchmarks_judged') }}
    where is_counted and as_at_date <= {{ as_of() }}
),

-- A comparator has one name, whatever capitals it was sent in: the newest.
final as (
    select
        measure_id,
        first_value(comparator_text) over (
            partition by measure_id, comparator_key
            order by as_at_date desc, received_at desc, load_id desc
            rows between unbounded preceding and unbounded following
        ) as comparator,
        comparator_key,
        source_text as benchmark_source,
        value,
        as_at_date,
        received_at,
        load_id
    from returned
)

select * from final
