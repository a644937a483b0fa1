select
    forum_id,
    meets_on_date,
    is_illustrative,
    note
from {{ ref('forum_dates') }}
