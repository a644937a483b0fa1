select
    rule_id,
    version,
    step_id,
    forum_id,
    post_id,
    step,
    raised_by,
    due_rule,
    day_type,
    post_role,
    evidence,
    evidence_maker,
    evidence_from,
    step_order,
    due_days,
    notice_days
from {{ ref('int_escalation_steps') }}
