select
    publication_id,
    forum_id,
    release_id,
    audience_level,
    content_hash,
    row_count,
    withheld_count,
    exception_count,
    restated_count,
    published_on_date,
    as_of_date,
    known_before_at,
    load_id
from {{ ref('int_publications') }}
