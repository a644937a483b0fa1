with packs as (
    select * from {{ ref('stg_publications__packs') }}
),

exceptions as (
    select
        publication_id,
        count(*) as exception_count
    from {{ ref('stg_publications__exceptions') }}
    group by publication_id
),

restatements as (
    select
        publication_id,
        count(*) as restated_count
    from {{ ref('int_restatements') }}
    group by publication_id
),

final as (
    select
        packs.publication_id,
        packs.forum_id,
        packs.release_id,
        packs.audience_level,
        packs.content_hash,
        packs.row_count,
        packs.withheld_count,
        cast(coalesce(exceptions.exception_count, 0) as integer) as exception_count,
        cast(coalesce(restatements.restated_count, 0) as integer) as restated_count,
        packs.published_on_date,
        packs.as_of_date,
        packs.known_before_at,
        packs.load_id
    from packs
    left join exceptions
        on packs.publication_id = exceptions.publication_id
    left join restatements
        on packs.publication_id = restatements.publication_id
)

select * from final
