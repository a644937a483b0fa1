select
    period_id,
    grain,
    calendar,
    label,
    short_label,
    sort_order,
    start_date,
    end_date
from {{ ref('int_periods') }}
