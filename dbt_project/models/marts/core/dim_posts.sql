select
    post_id,
    scorecard_id,
    title
from {{ ref('stg_reference__posts') }}
