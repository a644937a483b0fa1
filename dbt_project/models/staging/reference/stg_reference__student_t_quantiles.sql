select
    degrees_of_freedom,
    coverage,
    quantile
from {{ ref('student_t_quantiles') }}
