with volumes as (
    select
        scorecard_id,
        period_id,
        period_label,
        completed_count,
        cancelled_count,
        accepted_count,
        difference as printed_difference,
        completed_vs_accepted as printed_share,
        {{ printed_rounding('completed_vs_accepted_text') }} as printed_share_rounding,
        period_start_date,
        period_end_date,
        load_id
    from {{ ref('int_return_programme_volumes_judged') }}
    where is_counted and period_start_date <= {{ as_of() }}
),

worked_out as (
    select
        *,
        accepted_count - completed_count - cancelled_count as implied_difference,
        {{ divide('100 * completed_count', 'accepted_count') }} as completed_share,
        {{ divide('100 * (completed_count + cancelled_count)', 'accepted_count') }}
            as closed_share
    from volumes
),

-- What was divided by the accepted ones to give the printed percentage.
final as (
    select
        *,
        case
            when
                abs(printed_share - completed_share) <= printed_share_rounding
                then 'completed'
            when
                abs(printed_share - closed_share) <= printed_share_rounding
                then 'completed_and_cancelled'
            when printed_share is not null then 'neither'
        end as printed_share_basis
    from worked_out
)

select * from final
