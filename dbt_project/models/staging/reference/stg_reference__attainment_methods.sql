select
    attainment_method,
    name,
    phrase,
    description
from {{ ref('attainment_methods') }}
