select
    target_version_id,
    tier,
    threshold_value
from {{ ref('target_tiers') }}
