select
    measure_id,
    organisation_unit_id,
    period_id,
    exception_rule_id,
    rule_version,
    explanation,
    reference,
    waiver_id,
    waiver_reason,
    waiver_approver_post_id,
    is_waived,
    period_end_date,
    waiver_expires_on_date
from {{ ref('int_exceptions') }}
