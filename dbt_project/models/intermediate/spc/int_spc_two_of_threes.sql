with facts as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        spc_profile_id,
        run_zone,
        side,
        is_ghost,
        is_near
    from {{ ref('int_spc_facts') }}
),

-- A window that ends here: three neighbours on one side, two or three of them near.
windows as (
    select
        *,
        coalesce(
            count(side) over three_to_here = 3
            and min(side) over three_to_here = max(side) over three_to_here
            and min(side) over three_to_here != 0
            and sum(case when is_near then 1 else 0 end) over three_to_here >= 2,
            false
        ) as closes_a_window
    from facts
    window three_to_here as (
        partition by
            measure_id, organisation_unit_id, spc_profile_id, is_ghost, run_zone
        order by period_end_date
        rows between 2 preceding and current row
    )
),

covered as (
    select
        *,
        max(case when closes_a_window then 1 else 0 end) over (
            partition by
                measure_id, organisation_unit_id, spc_profile_id, is_ghost, run_zone
            order by period_end_date
            rows between current row and 2 following
        ) = 1 as is_in_a_window
    from windows
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        side as two_of_three_side
    from covered
    where is_near and is_in_a_window
)

select * from final
