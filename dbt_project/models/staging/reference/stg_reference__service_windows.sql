select
    service_tier,
    cast(opens_time as time) as opens_time,
    cast(closes_time as time) as closes_time
from {{ ref('service_windows') }}
