select
    measure_id,
    post_id,
    role,
    sort_order
from {{ ref('measure_posts') }}
