select
    measure_id,
    organisation_unit_id,
    period_id,
    numerator,
    denominator,
    value,
    value_status,
    period_start_date,
    period_end_date,
    due_date,
    load_id
from {{ ref('int_statuses') }}
