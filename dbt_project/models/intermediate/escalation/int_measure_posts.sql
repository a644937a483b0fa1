with measure_posts as (
    select
        measure_id,
        post_id,
        role,
        -- Several posts may share a role: the first one printed speaks for it here.
        row_number() over (
            partition by measure_id, role order by sort_order, post_id
        ) as role_rank
    from {{ ref('stg_reference__measure_posts') }}
),

final as (
    select
        measure_id,
        role,
        post_id
    from measure_posts
    where role_rank = 1
)

select * from final
