select
    scorecard_id,
    action_number,
    name,
    description,
    post_text
from {{ ref('stg_reference__follow_up_actions') }}
