select
    roll_up_rule_id,
    version,
    roll_up,
    counted_measure_type,
    minimum_share_pct,
    at_risk_red_checks
from {{ ref('roll_up_rules') }}
