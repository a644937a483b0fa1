select
    rag_status,
    name,
    letter,
    severity
from {{ ref('stg_reference__rag_statuses') }}
