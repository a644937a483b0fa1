select
    forum_id,
    covers,
    meets,
    note,
    sort_order
from {{ ref('stg_reference__reporting_calendar') }}
