select
    node_type,
    name,
    roll_up,
    counted_measure_type,
    minimum_share_pct,
    at_risk_red_checks
from {{ ref('objective_types') }}
