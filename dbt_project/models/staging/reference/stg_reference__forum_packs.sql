select
    forum_id,
    measure_type,
    shows_units,
    period_count,
    note
from {{ ref('forum_packs') }}
