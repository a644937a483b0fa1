select
    scorecard_id,
    action_number,
    name,
    description,
    post_text
from {{ ref('follow_up_actions') }}
