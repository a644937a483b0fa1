select
    rag_status,
    severity,
    name,
    letter
from {{ ref('rag_statuses') }}
