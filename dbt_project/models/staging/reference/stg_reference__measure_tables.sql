select
    measure_id,
    source,
    table_name
from {{ ref('measure_tables') }}
