select
    objective_id,
    post_id,
    role
from {{ ref('objective_posts') }}
