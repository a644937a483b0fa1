select
    node_type,
    version,
    roll_up_rule_id,
    name,
    roll_up,
    counted_measure_type,
    minimum_share_pct,
    at_risk_red_checks,
    valid_from_date,
    valid_to_date
from {{ ref('int_objective_rules_dated') }}
