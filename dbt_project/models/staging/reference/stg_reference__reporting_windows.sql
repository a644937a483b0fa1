select
    scorecard_id,
    frequency,
    first_date,
    last_date
from {{ ref('reporting_windows') }}
