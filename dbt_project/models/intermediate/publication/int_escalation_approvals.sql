with grounds as (
    select * from {{ ref('int_escalation_grounds') }}
),

unapproved as (
    select * from {{ ref('int_unapproved_periods') }}
),

waiting as (
    select
        grounds.escalation_id,
        unapproved.figure,
        unapproved.sort_order,
        max(case when grounds.is_end then 0 else 1 end) as is_raise,
        max(case when grounds.is_end then 1 else 0 end) as is_end
    from grounds
    inner join unapproved
        on
            grounds.owner_id = unapproved.owner_id
            and grounds.scorecard_id = unapproved.scorecard_id
            and grounds.period_id = unapproved.period_id
    group by grounds.escalation_id, unapproved.figure, unapproved.sort_order
),

final as (
    select
        escalation_id,
        max(is_raise) = 1 as is_raise_unapproved,
        max(is_end) = 1 as is_end_unapproved,
        count(*) as unapproved_count,
        {{ dbt.listagg("figure", "'; '", "order by sort_order, figure") }} as figures
    from waiting
    group by escalation_id
)

select * from final
