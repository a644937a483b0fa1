select
    parameter,
    value,
    description
from {{ ref('forecast_parameters') }}
