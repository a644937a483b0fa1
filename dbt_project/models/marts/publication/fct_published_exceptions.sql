select
    publication_id,
    measure_id,
    organisation_unit_id,
    period_id,
    exception_rule_id,
    rule_version,
    explanation,
    waiver_reason,
    is_waived,
    is_raised_now,
    is_restated,
    load_id
from {{ ref('int_published_exceptions') }}
