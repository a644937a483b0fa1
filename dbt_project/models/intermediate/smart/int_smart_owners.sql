with measure_posts as (
    select
        measure_id,
        post_id,
        role,
        sort_order
    from {{ ref('int_measure_owners') }}
    where is_current and role in ('lead', 'executive')
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

-- The lead, and the executive where no lead is named; the first printed of several.
ranked as (
    select
        measure_id,
        post_id,
        row_number() over (
            partition by measure_id
            order by case role when 'lead' then 1 else 2 end, sort_order, post_id
        ) as post_rank
    from measure_posts
),

final as (
    select
        ranked.measure_id,
        ranked.post_id as owner_post_id,
        posts.title as owner_title
    from ranked
    inner join posts
        on ranked.post_id = posts.post_id
    where ranked.post_rank = 1
)

select * from final
