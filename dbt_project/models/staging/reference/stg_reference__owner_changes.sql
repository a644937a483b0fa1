select
    entry_number,
    measure_id,
    role,
    old_post_id,
    new_post_id,
    sort_order,
    author_post_id,
    approver_post_id,
    reason,
    decision_reference,
    effective_from_date,
    recorded_at
from {{ ref('owner_changes') }}
where {{ is_known('recorded_at') }}
