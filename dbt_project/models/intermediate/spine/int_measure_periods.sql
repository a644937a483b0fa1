with measure_windows as (
    select * from {{ ref('int_measure_windows') }}
),

final as (
    select
        measure_id,
        scorecard_id,
        organisation_unit_id,
        period_id,
        frequency,
        period_start_date,
        period_end_date,
        due_date,
        {{ as_of() }} >= due_date as is_complete
    from measure_windows
    where period_end_date <= {{ as_of() }}
)

select * from final
