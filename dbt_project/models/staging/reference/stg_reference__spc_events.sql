select
    entry_number,
    spc_event_id,
    measure_id,
    organisation_unit_id,
    event_type,
    period_id,
    point_count,
    reason,
    author_post_id,
    approver_post_id,
    recorded_at,
    is_withdrawn
from {{ ref('spc_events') }}
where {{ is_known('recorded_at') }}
