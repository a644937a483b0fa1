with objectives as (
    select * from {{ ref('stg_reference__objectives') }}
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

final as (
    select
        objectives.objective_id,
        objectives.scorecard_id,
        objectives.parent_objective_id,
        objectives.node_type,
        objectives.code,
        objectives.name,
        objectives.statement,
        objectives.owner_post_id,
        posts.title as owner_title,
        objectives.outcome,
        objectives.success_metric,
        objectives.sort_order,
        objectives.timeline_start_date,
        objectives.timeline_end_date
    from objectives
    left join posts
        on objectives.owner_post_id = posts.post_id
)

select * from final
