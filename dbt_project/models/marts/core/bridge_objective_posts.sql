with objective_posts as (
    select * from {{ ref('stg_reference__objective_posts') }}
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

final as (
    select
        objective_posts.objective_id,
        objective_posts.post_id,
        objective_posts.role,
        posts.title
    from objective_posts
    inner join posts
        on objective_posts.post_id = posts.post_id
)

select * from final
