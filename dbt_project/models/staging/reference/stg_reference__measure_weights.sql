select
    measure_id,
    weight,
    valid_from_date,
    valid_to_date,
    reason
from {{ ref('measure_weights') }}
