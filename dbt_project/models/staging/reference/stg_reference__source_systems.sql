select
    source_system,
    name,
    protocol,
    is_connected,
    freshness_hours,
    rejection_limit_pct,
    description
from {{ ref('source_systems') }}
