with packs as (
    select
        *,
        {{ parse_utc_timestamp('known_before') }} as known_before_at
    from {{ source('publications', 'packs') }}
),

-- A publication is known to every build that knows more than it did.
final as (
    select
        publication_id,
        forum_id,
        audience_level,
        release_id,
        content_sha256 as content_hash,
        cast(row_count as integer) as row_count,
        cast(withheld_count as integer) as withheld_count,
        {{ parse_date('published_on_date') }} as published_on_date,
        {{ parse_date('as_of') }} as as_of_date,
        known_before_at,
        _load_id as load_id
    from packs
    where {{ is_known('known_before_at') }}
)

select * from final
