select
    objective_id,
    sort_order,
    action,
    conditions
from {{ ref('objective_actions') }}
