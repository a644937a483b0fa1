select
    target_version_id,
    tier,
    threshold_value
from {{ ref('stg_reference__target_tiers') }}
