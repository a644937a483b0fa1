select
    entry_number,
    rule_kind,
    rule_id,
    version,
    author_post_id,
    approver_post_id,
    reason,
    decision_reference,
    valid_from_date,
    recorded_at
from {{ ref('rule_versions') }}
where {{ is_known('recorded_at') }}
