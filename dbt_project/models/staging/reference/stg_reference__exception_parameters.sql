select
    exception_rule_id,
    rag_profile_id,
    parameter,
    value
from {{ ref('exception_parameters') }}
