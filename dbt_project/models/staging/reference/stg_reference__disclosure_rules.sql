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
    valid_from_date,
    valid_to_date,
    recorded_at,
    superseded_at,
    reason
from {{ ref('disclosure_rules') }}
