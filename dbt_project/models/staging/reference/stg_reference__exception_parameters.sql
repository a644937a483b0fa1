select
    exception_rule_id,
    version,
    rag_profile_id,
    parameter,
    value
from {{ ref('exception_parameters') }}
