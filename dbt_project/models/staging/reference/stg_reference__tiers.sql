select
    tier,
    tier_rank
from {{ ref('tiers') }}
