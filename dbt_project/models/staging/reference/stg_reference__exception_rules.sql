select
    exception_rule_id,
    rule_number,
    name,
    criterion,
    framework,
    looks_at
from {{ ref('exception_rules') }}
