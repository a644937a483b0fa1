select
    rag_profile_id,
    rag_status,
    basis,
    applies_to,
    lower_bound,
    upper_bound,
    is_lower_inclusive,
    is_upper_inclusive,
    valid_from_date,
    valid_to_date
from {{ ref('stg_reference__rag_rules') }}
