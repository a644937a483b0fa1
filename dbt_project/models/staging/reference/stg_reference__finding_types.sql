select
    finding_type,
    name,
    severity,
    remedy
from {{ ref('finding_types') }}
