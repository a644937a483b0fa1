select
    target_version_id,
    comparator
from {{ ref('target_comparators') }}
