select
    forum_id,
    covers,
    meets,
    note,
    sort_order
from {{ ref('reporting_calendar') }}
