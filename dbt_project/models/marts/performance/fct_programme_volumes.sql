with volumes as (
    select * from {{ ref('int_programme_volumes') }}
),

final as (
    select
        scorecard_id,
        period_id,
        period_label,
        printed_share_basis,
        completed_count,
        cancelled_count,
        accepted_count,
        implied_difference,
        printed_difference,
        {{ divide('printed_share', 100) }} as printed_share_pct,
        {{ divide('completed_share', 100) }} as completed_share_pct,
        {{ divide('closed_share', 100) }} as closed_share_pct,
        period_start_date,
        period_end_date,
        load_id
    from volumes
)

select * from final
