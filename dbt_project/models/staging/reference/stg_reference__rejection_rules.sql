select
    rejection_rule_id,
    source,
    table_name,
    column_name,
    reason,
    remedy
from {{ ref('rejection_rules') }}
