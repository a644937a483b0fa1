with packs as (
    select * from {{ ref('int_packs') }}
),

measures as (
    select
        publication_id,
        count(*) as row_count,
        sum(case when is_withheld then 1 else 0 end) as withheld_count
    from {{ ref('int_pack_measures') }}
    group by publication_id
),

final as (
    select
        packs.publication_id,
        packs.forum_id,
        packs.audience_level,
        cast(coalesce(measures.row_count, 0) as integer) as row_count,
        cast(coalesce(measures.withheld_count, 0) as integer) as withheld_count,
        packs.published_on_date
    from packs
    left join measures
        on packs.publication_id = measures.publication_id
)

select * from final
