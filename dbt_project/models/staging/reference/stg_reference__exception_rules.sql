select
    exception_rule_id,
    rule_number,
    name,
    criterion,
    framework
from {{ ref('exception_rules') }}
