select
    source_system,
    name,
    protocol,
    description,
    freshness_hours,
    rejection_limit_pct,
    is_connected
from {{ ref('stg_reference__source_systems') }}
