select
    post_id,
    scorecard_id,
    title
from {{ ref('posts') }}
