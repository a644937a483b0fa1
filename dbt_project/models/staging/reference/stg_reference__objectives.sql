select
    objective_id,
    scorecard_id,
    parent_objective_id,
    node_type,
    code,
    name,
    statement,
    owner_post_id,
    timeline_start_date,
    timeline_end_date,
    outcome,
    success_metric,
    sort_order
from {{ ref('objectives') }}
