select
    disclosure_rule_id,
    measure_id,
    version,
    numerator_kind,
    denominator_kind,
    threshold,
    shown_as,
    base,
    symbol,
    exempt_level,
    reason
from {{ ref('disclosure_rules') }}
