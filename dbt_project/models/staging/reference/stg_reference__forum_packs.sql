select
    forum_id,
    measure_type,
    shows_units,
    is_replayed,
    period_count,
    note
from {{ ref('forum_packs') }}
