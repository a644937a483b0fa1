select
    source,
    table_name,
    threshold,
    shown_as,
    base,
    symbol,
    reason
from {{ ref('personal_tables') }}
