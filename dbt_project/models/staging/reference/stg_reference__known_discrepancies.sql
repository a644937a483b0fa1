select
    discrepancy_id,
    scorecard_id,
    measure_id,
    as_printed,
    explanation,
    source_reference
from {{ ref('known_discrepancies') }}
