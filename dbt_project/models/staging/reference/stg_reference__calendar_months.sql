select
    calendar,
    month_number,
    month_name,
    month_short_name,
    month_of_year,
    year_offset,
    quarter,
    half,
    term
from {{ ref('calendar_months') }}
