select
    scorecard_id,
    name,
    short_name,
    organisation_name,
    title,
    is_illustrative,
    illustrative_note,
    page_layout,
    attainment_method,
    rag_profile_id,
    calendar,
    sort_order,
    source_document,
    licence_id,
    licence_url,
    rights_statement
from {{ ref('scorecards') }}
