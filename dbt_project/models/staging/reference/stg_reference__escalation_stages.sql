select
    scorecard_id,
    stage_order,
    stage,
    decision_code,
    decided_by_post_id,
    rule_id
from {{ ref('escalation_stages') }}
