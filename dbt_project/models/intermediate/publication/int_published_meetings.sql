with packs as (
    select
        publication_id,
        forum_id,
        published_on_date
    from {{ ref('stg_publications__packs') }}
),

forums as (
    select
        forum_id,
        scorecard_id
    from {{ ref('stg_reference__forums') }}
),

forum_packs as (
    select
        forum_id,
        measure_type
    from {{ ref('stg_reference__forum_packs') }}
),

forum_dates as (
    select
        forum_id,
        meets_on_date
    from {{ ref('stg_reference__forum_dates') }}
),

last_meetings as (
    {{ last_meetings('packs', 'forum_dates') }}
),

final as (
    select
        packs.publication_id,
        forums.scorecard_id,
        forum_packs.measure_type,
        packs.published_on_date,
        last_meetings.last_met_on_date
    from packs
    inner join forums
        on packs.forum_id = forums.forum_id
    inner join forum_packs
        on packs.forum_id = forum_packs.forum_id
    left join last_meetings
        on packs.publication_id = last_meetings.publication_id
)

select * from final
