select
    scorecard_id,
    state,
    rank as step_rank,
    role,
    post_id
from {{ ref('sign_off_rules') }}
