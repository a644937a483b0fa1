select
    rag_reason,
    label,
    sentence,
    precedence
from {{ ref('stg_reference__rag_reasons') }}
