select
    target_version_id,
    planned_value,
    point_date
from {{ ref('stg_reference__target_points') }}
