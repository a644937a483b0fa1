with comparisons as (
    select * from {{ ref('stg_reference__measure_comparisons') }}
),

-- A pair is written once and read from both sides.
final as (
    select
        measure_id,
        other_measure_id,
        difference
    from comparisons
    union all
    select
        other_measure_id as measure_id,
        measure_id as other_measure_id,
        difference
    from comparisons
)

select * from final
