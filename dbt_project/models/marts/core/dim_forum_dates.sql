select
    forum_id,
    note,
    is_illustrative,
    meets_on_date
from {{ ref('stg_reference__forum_dates') }}
