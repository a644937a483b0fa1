with month_ends as (
    select end_date as month_end_date
    from {{ ref('int_periods') }}
    where grain = 'month' and calendar = 'calendar' and end_date <= {{ as_of() }}
),

posts as (
    select * from {{ ref('stg_hr__posts_judged') }}
    where is_counted and is_established
),

employments as (
    select * from {{ ref('stg_hr__employments_judged') }}
    where is_counted
),

filled as (
    select
        month_ends.month_end_date,
        employments.post_id,
        max(employments.load_id) as load_id
    from month_ends
    inner join employments
        on {{ lasts_after(
            'month_ends.month_end_date', 'employments.started_date',
            'employments.ended_date'
        ) }}
    group by month_ends.month_end_date, employments.post_id
),

final as (
    select
        month_ends.month_end_date,
        posts.organisation_unit_id,
        count(*) as post_count,
        sum(case when filled.post_id is null then 1 else 0 end) as vacancy_count,
        max(greatest(posts.load_id, filled.load_id)) as load_id
    from month_ends
    inner join posts
        on {{ lasts_after(
            'month_ends.month_end_date', 'posts.established_date',
            'posts.disestablished_date'
        ) }}
    left join filled
        on
            month_ends.month_end_date = filled.month_end_date
            and posts.post_id = filled.post_id
    group by month_ends.month_end_date, posts.organisation_unit_id
)

select * from final
