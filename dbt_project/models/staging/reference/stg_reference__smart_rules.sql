select
    smart_rule_id,
    test,
    measure_types,
    measure_kinds,
    clause,
    tolerance,
    version,
    sort_order,
    is_asked_of_parts
from {{ ref('smart_rules') }}
