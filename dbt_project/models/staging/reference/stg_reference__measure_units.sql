select
    measure_id,
    organisation_unit_id
from {{ ref('measure_units') }}
