select
    source,
    table_name,
    column_name,
    code,
    code_name,
    is_cancelled,
    is_resolved,
    is_monitoring_raised,
    is_first_line,
    is_implemented,
    is_closed,
    is_planned,
    is_successful,
    is_affirmative
from {{ ref('source_codes') }}
