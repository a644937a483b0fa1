select
    source,
    table_name,
    threshold,
    shown_as,
    base,
    symbol,
    is_row_told,
    reason
from {{ ref('personal_tables') }}
