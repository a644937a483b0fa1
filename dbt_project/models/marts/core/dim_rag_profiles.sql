select
    rag_profile_id,
    fallback_rag_profile_id,
    name,
    description
from {{ ref('stg_reference__rag_profiles') }}
