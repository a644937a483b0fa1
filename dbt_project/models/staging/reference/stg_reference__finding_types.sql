select
    finding_type,
    name,
    severity,
    remedy,
    version
from {{ ref('finding_types') }}
