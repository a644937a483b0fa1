select
    entry_number,
    definition_change_id,
    measure_id,
    field,
    old_text,
    new_text,
    reason,
    author_post_id,
    approver_post_id,
    effective_from_date,
    recorded_at
from {{ ref('definition_changes') }}
where {{ is_known('recorded_at') }}
