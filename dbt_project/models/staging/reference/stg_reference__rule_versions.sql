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
-- Looking back lays nothing open that has been protected since.
where {{ is_known('recorded_at') }} or rule_kind = 'small_number_rule'
