select
    measure_id,
    organisation_unit_id,
    period_id,
    scorecard_id,
    value,
    weighted_value,
    weight,
    attainment,
    is_provisional,
    period_start_date,
    period_end_date
from {{ ref('int_figures_weighted') }}
where not is_of_the_whole
