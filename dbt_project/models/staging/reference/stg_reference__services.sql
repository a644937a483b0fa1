select
    service_id,
    name,
    tier,
    is_clinical
from {{ ref('services') }}
