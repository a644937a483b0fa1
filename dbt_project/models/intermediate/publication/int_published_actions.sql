with packs as (
    select
        publication_id,
        forum_id
    from {{ ref('stg_publications__packs') }}
),

forums as (
    select
        forum_id,
        scorecard_id
    from {{ ref('stg_reference__forums') }}
),

published as (
    select * from {{ ref('stg_publications__actions') }}
),

final as (
    select
        published.*,
        forums.scorecard_id
    from published
    inner join packs
        on published.publication_id = packs.publication_id
    inner join forums
        on packs.forum_id = forums.forum_id
)

select * from final
