select
    discrepancy_id,
    scorecard_id,
    measure_id,
    check_id,
    as_printed,
    explanation,
    source_reference,
    claimed_value
from {{ ref('known_discrepancies') }}
