select
    test,
    name,
    failure,
    asks,
    sort_order
from {{ ref('smart_tests') }}
