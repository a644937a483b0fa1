select
    scorecard_id,
    action_number,
    name,
    description,
    post_text,
    decision_code,
    post_role
from {{ ref('follow_up_actions') }}
