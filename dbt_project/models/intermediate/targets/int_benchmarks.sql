with final as (
    select
        measure_id,
        comparator_text as comparator,
        comparator_key,
        source_text as benchmark_source,
        value,
        as_at_date,
        received_at,
        load_id
    from {{ ref('int_return_benchmarks_judged') }}
    where is_counted and as_at_date <= {{ as_of() }}
)

select * from final
