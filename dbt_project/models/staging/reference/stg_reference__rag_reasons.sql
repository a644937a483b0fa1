select
    rag_reason,
    precedence,
    label,
    sentence
from {{ ref('rag_reasons') }}
