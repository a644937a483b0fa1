select
    parameter,
    description,
    value
from {{ ref('stg_reference__forecast_parameters') }}
