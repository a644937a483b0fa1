select
    entry_number,
    measure_id,
    weight,
    valid_from_date,
    valid_to_date,
    reason,
    decision_reference,
    author_post_id,
    approver_post_id,
    recorded_at
from {{ ref('measure_weights') }}
where {{ is_known('recorded_at') }}
