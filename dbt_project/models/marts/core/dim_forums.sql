select
    forum_id,
    scorecard_id,
    name,
    audience_level,
    cadence
from {{ ref('stg_reference__forums') }}
