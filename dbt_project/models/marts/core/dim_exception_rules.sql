select
    exception_rule_id,
    name,
    criterion,
    framework,
    rule_number
from {{ ref('stg_reference__exception_rules') }}
