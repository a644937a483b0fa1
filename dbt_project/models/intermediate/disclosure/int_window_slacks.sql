with members as (
    select * from {{ ref('int_window_members') }}
),

stepped as (
    select
        *,
        first_value(exact_value) over in_order as first_value,
        max(width) over in_order as widest,
        max(exact_value) over in_order as highest,
        coalesce(exact_value - lag(exact_value) over in_order, 0) as step
    from members
    window in_order as (
        partition by measure_id, member_id, part order by period_end_date
    )
),

-- A window drops a month when it takes in the one that lies a window later: what such
-- a turn has lost so far must have stood in its first month.
turned as (
    select
        *,
        sum(step) over (
            partition by measure_id, member_id, part, turn
            order by period_end_date
            rows between unbounded preceding and current row
        ) as gained
    from stepped
),

lowest as (
    select
        *,
        greatest(0, -min(gained) over (
            partition by measure_id, member_id, part, turn
            order by period_end_date
            rows between unbounded preceding and current row
        )) as lost
    from turned
),

added as (
    select
        *,
        lost - coalesce(lag(lost) over (
            partition by measure_id, member_id, part, turn order by period_end_date
        ), 0) as newly_lost
    from lowest
),

-- What is left of the first window: so many may have come in any of its months.
final as (
    select
        measure_id,
        member_id,
        period_id,
        part,
        period_end_date,
        table_place,
        highest,
        widest,
        first_value - sum(newly_lost) over (
            partition by measure_id, member_id, part
            order by period_end_date
            rows between unbounded preceding and current row
        ) as slack
    from added
)

select * from final
