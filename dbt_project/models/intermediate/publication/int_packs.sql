with forum_dates as (
    select * from {{ ref('stg_reference__forum_dates') }}
    where meets_on_date = {{ as_of() }}
),

forum_packs as (
    select * from {{ ref('stg_reference__forum_packs') }}
),

forums as (
    select * from {{ ref('stg_reference__forums') }}
),

-- A pack is made on the day of the meeting, and on no other.
final as (
    select
        forum_dates.forum_id || '_' || replace(
            cast(forum_dates.meets_on_date as {{ dbt.type_string() }}), '-', '_'
        ) as publication_id,
        forum_dates.forum_id,
        forums.scorecard_id,
        forums.audience_level,
        forum_packs.measure_type,
        forum_packs.shows_units,
        forum_packs.period_count,
        forum_dates.meets_on_date as published_on_date
    from forum_dates
    inner join forum_packs
        on forum_dates.forum_id = forum_packs.forum_id
    inner join forums
        on forum_dates.forum_id = forums.forum_id
)

select * from final
