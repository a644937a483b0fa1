with measure_posts as (
    select * from {{ ref('int_measure_owners') }}
    where is_current
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

final as (
    select
        measure_posts.measure_id,
        measure_posts.post_id,
        measure_posts.role,
        posts.title,
        measure_posts.sort_order
    from measure_posts
    inner join posts
        on measure_posts.post_id = posts.post_id
)

select * from final
