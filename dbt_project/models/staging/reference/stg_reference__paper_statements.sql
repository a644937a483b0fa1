select
    measure_id,
    unit_text,
    population,
    evidence,
    deadline,
    baseline_population,
    improvement_percent
from {{ ref('paper_statements') }}
