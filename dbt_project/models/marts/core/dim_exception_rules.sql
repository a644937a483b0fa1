select
    exception_rule_id,
    name,
    criterion,
    framework,
    looks_at,
    rule_number
from {{ ref('stg_reference__exception_rules') }}
