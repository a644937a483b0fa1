select
    suppression_reason,
    name,
    sentence
from {{ ref('disclosure_reasons') }}
