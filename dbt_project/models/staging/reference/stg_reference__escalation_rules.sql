select
    rule_id,
    version,
    scorecard_id,
    rule_number,
    name,
    criterion,
    subject,
    node_type,
    stage,
    trigger_status,
    trigger_count,
    exception_count,
    stage_quarters,
    superseded_by_rule_id,
    source_reference
from {{ ref('escalation_rules') }}
