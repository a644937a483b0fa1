select
    measure_id,
    other_measure_id,
    difference
from {{ ref('measure_comparisons') }}
