select
    source_system,
    name,
    protocol,
    is_connected,
    description
from {{ ref('source_systems') }}
