select
    scorecard_id,
    name,
    short_name,
    organisation_name,
    title,
    illustrative_note,
    page_layout,
    attainment_method,
    rag_profile_id,
    calendar,
    source_document,
    licence_id,
    licence_url,
    rights_statement,
    sort_order,
    is_illustrative
from {{ ref('stg_reference__scorecards') }}
