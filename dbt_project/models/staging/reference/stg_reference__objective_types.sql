select
    node_type,
    name,
    roll_up_rule_id
from {{ ref('objective_types') }}
