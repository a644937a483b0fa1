select
    rule_id,
    version,
    sort_order,
    support
from {{ ref('escalation_supports') }}
