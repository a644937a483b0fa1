with packs as (
    select * from {{ ref('stg_publications__packs') }}
),

forums as (
    select
        forum_id,
        scorecard_id,
        name
    from {{ ref('stg_reference__forums') }}
),

final as (
    select
        'publications-' || packs.publication_id as audit_event_id,
        'publications' as register,
        'published' as event,
        forums.scorecard_id,
        cast(null as varchar) as measure_id,
        cast(null as varchar) as organisation_unit_id,
        cast(null as varchar) as objective_id,
        cast(null as varchar) as period_id,
        cast(null as varchar) as rule_id,
        packs.forum_id,
        cast(null as varchar) as author_post_id,
        cast(null as varchar) as approver_post_id,
        forums.name || ': ' || cast(packs.row_count as varchar) || ' figures, '
        || cast(packs.withheld_count as varchar) || ' of them withheld.'
            as description,
        cast(null as varchar) as reason,
        packs.publication_id as decision_reference,
        'publications/packs' as source_file,
        cast(null as varchar) as source_sheet,
        cast(null as integer) as source_row,
        packs.published_on_date as event_on_date,
        cast(null as date) as effective_from_date,
        cast(null as timestamp) as recorded_at,
        packs.known_before_at as known_since_at
    from packs
    inner join forums
        on packs.forum_id = forums.forum_id
)

select * from final
