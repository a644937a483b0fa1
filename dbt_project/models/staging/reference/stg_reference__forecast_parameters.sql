select
    forecast_rule_id,
    version,
    parameter,
    value,
    description
from {{ ref('forecast_parameters') }}
