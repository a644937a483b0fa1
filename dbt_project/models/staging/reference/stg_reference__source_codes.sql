select
    source,
    table_name,
    column_name,
    code,
    code_name,
    meanings
from {{ ref('source_codes') }}
