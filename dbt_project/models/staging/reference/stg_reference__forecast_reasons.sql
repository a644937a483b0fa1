select
    forecast_reason,
    label,
    sentence
from {{ ref('forecast_reasons') }}
