select
    entry_number,
    waiver_id,
    measure_id,
    organisation_unit_id,
    exception_rule_id,
    valid_from_date,
    valid_to_date,
    reason,
    decision_reference,
    author_post_id,
    approver_post_id,
    recorded_at
from {{ ref('waivers') }}
where {{ is_known('recorded_at') }}
