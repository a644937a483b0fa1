select
    source_system,
    name,
    protocol,
    description,
    is_connected
from {{ ref('stg_reference__source_systems') }}
