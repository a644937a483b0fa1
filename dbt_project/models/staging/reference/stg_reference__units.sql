select
    unit,
    prefix,
    suffix,
    description
from {{ ref('units') }}
