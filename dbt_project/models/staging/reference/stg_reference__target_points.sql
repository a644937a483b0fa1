select
    target_version_id,
    point_date,
    planned_value
from {{ ref('target_points') }}
