select
    rag_profile_id,
    version,
    rag_status,
    basis,
    applies_to,
    lower_bound,
    upper_bound,
    is_lower_inclusive,
    is_upper_inclusive
from {{ ref('rag_rules') }}
