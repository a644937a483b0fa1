select
    forecast_reason,
    label,
    sentence
from {{ ref('stg_reference__forecast_reasons') }}
