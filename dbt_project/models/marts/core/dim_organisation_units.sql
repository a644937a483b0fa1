select
    organisation_unit_id,
    scorecard_id,
    parent_organisation_unit_id,
    name,
    unit_type,
    sort_order
from {{ ref('stg_reference__organisation_units') }}
