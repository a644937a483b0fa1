select
    entry_number,
    target_version_id,
    supersedes_version_id,
    measure_id,
    organisation_unit_id,
    baseline_value,
    baseline_text,
    target_value,
    target_lower_value,
    target_upper_value,
    target_text,
    -- Without another start, a target starts on the day it takes effect.
    coalesce(start_date, effective_from_date) as start_date,
    deadline_date,
    trajectory_shape,
    attainment_method,
    effective_from_date,
    effective_to_date,
    recorded_at,
    author_post_id,
    approver_post_id,
    reason,
    decision_reference
from {{ ref('targets') }}
where {{ is_known('recorded_at') }}
