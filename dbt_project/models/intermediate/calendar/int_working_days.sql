with days as (
    select distinct
        date_day,
        is_working_day
    from {{ ref('int_dates') }}
),

-- Working days are numbered; any day knows how many came before it.
final as (
    select
        date_day,
        is_working_day,
        coalesce(
            sum(case when is_working_day then 1 else 0 end) over (
                order by date_day
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as working_days_before
    from days
)

select * from final
