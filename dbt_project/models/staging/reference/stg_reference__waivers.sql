select
    waiver_id,
    measure_id,
    organisation_unit_id,
    exception_rule_id,
    valid_from_date,
    valid_to_date,
    reason,
    approver_post_id
from {{ ref('waivers') }}
