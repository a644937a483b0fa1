select
    measure_id,
    parameter,
    value
from {{ ref('measure_parameters') }}
