with month_ends as (
    select end_date as month_end_date
    from {{ ref('int_periods') }}
    where grain = 'month' and calendar = 'calendar' and end_date <= {{ as_of() }}
),

employments as (
    select * from {{ ref('stg_hr__employments_judged') }}
    where is_counted
),

in_post as (
    select
        month_ends.month_end_date,
        employments.organisation_unit_id,
        employments.is_permanent,
        employments.is_specialist,
        employments.load_id,
        -- Somebody in two posts counts once, in the one entered last.
        row_number() over (
            partition by month_ends.month_end_date, employments.staff_key
            order by employments.started_date desc, employments.employment_id desc
        ) as post_number
    from month_ends
    inner join employments
        on {{ lasts_after(
            'month_ends.month_end_date', 'employments.started_date',
            'employments.ended_date'
        ) }}
),

final as (
    select
        month_end_date,
        organisation_unit_id,
        is_permanent,
        is_specialist,
        count(*) as headcount,
        max(load_id) as load_id
    from in_post
    where post_number = 1
    group by month_end_date, organisation_unit_id, is_permanent, is_specialist
)

select * from final
